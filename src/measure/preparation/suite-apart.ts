import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { CorewiseError } from '../../errors.js';
import { readHost } from '../../host/index.js';
import {
  findSuite,
  isShipped,
  type LoadedSuite,
  loadSuite,
  plainModuleUrl,
} from '../../scenario/loading/index.js';
import { moduleHosts } from './bench-hosts.js';
import type { StudyOptions } from './options.js';

/**
 * A suite by name, or by path from `base`; anyone's module runs in a process that can be ended. Rejects with UsageError,
 * with OverdueError where it takes too long, or where the user interrupts it.
 */
export async function loadSuiteApart(
  nameOrPath: string,
  base: string,
  options: Pick<StudyOptions, 'loadTimeoutMs' | 'signal' | 'onLog' | 'onNote'>,
): Promise<LoadedSuite> {
  const source = findSuite(nameOrPath, base);
  if (isShipped(realpathSync(source))) return loadSuite(nameOrPath, base);
  const module = await plainModuleUrl(source);
  const hosts = moduleHosts(await readHost(), options);
  const { loadTimeoutMs, signal } = options;
  const bound = loadTimeoutMs !== undefined && { loadTimeoutMs };
  try {
    const host = await hosts.hostFor(source, false);
    return { suite: await host.suite({ visit: 'prepare', module, source, ...bound }), base: dirname(source) };
  } catch (thrown) {
    throw signal?.aborted ? new CorewiseError('Interrupted before anything was measured.') : thrown;
  } finally {
    await hosts.close();
  }
}
