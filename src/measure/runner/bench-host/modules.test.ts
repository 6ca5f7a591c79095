import { afterAll, describe, expect, it } from 'vitest';
import { OverdueError, UsageError } from '../../../errors.js';
import { readHost } from '../../../host/index.js';
import type { RunLogEntry } from '../run-log.js';
import { childBenchHost } from './child.js';
import type { ModuleHost } from './protocol.js';

const source = '/home/me/hanging.ts';
const request = (query: string) => ({
  module: new URL(`../../../testing/fixtures/hanging.js?${query}`, import.meta.url).href,
  source,
  params: {},
  seed: 1,
});

const opened: ModuleHost[] = [];
afterAll(() => Promise.all(opened.map((host) => host.close())));

async function moduleHost(loadMs: number): Promise<ModuleHost> {
  const limits = { loadMs, taskMs: 60_000 };
  const onLog = (_: RunLogEntry) => undefined;
  const host = await childBenchHost({
    host: await readHost(),
    rootPid: process.pid,
    cpus: null,
    limits,
    onLog,
  });
  opened.push(host);
  return host;
}

describe('a module of a user', () => {
  it.each([
    ['loops at import', 'load=loop', 300, OverdueError, `${source} had not finished loading after`],
    ['waits at import', 'load=wait', 300, OverdueError, `${source} had not finished loading after`],
    [
      'blocks in `tasks`',
      'tasks=block',
      2_000,
      OverdueError,
      '`tasks` of hanging.ts had not returned after 2',
    ],
    [
      'exits at import',
      'load=exit',
      60_000,
      Error,
      `${source} ended its own process while it was loaded: exit code 0`,
    ],
    ['exits in `tasks`', 'tasks=exit', 60_000, Error, 'ended in `tasks` of hanging.ts: exit code 0'],
  ])('that %s ends its own process, with its name', async (_, query, loadMs, kind, message) => {
    const looking = (await moduleHost(loadMs)).look(request(query));
    await expect(looking).rejects.toThrow(message);
    await expect(looking).rejects.toBeInstanceOf(kind);
  });

  it('that awaits what nothing can bring is told at once; the next one loads', async () => {
    const host = await moduleHost(60_000);
    const abandoned = host.look(request('load=abandon'));
    await expect(abandoned).rejects.toThrow(
      `${source} cannot finish loading: nothing is left that could end its top-level \`await\`.`,
    );
    await expect(abandoned).rejects.toBeInstanceOf(UsageError);
    await expect(host.look(request('load=throw'))).rejects.toThrow(
      `${source} failed while it was loaded: load threw`,
    );
    expect(await host.look(request(''))).toMatchObject({ tasks: 3, payload: 'copy', export: 'default' });
  });
});
