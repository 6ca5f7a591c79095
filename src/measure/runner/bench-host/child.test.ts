import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readHost } from '../../../host/index.js';
import { need, needs } from '../../../testing/needs.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { monotonicMs } from '../../../workers/session/index.js';
import { childBenchHost } from './child.js';
import type { BenchHost } from './protocol.js';
import { Patience } from './quiet.js';

const folder = temporaryFolder();

/**
 * Four tasks of which three take more than an observation that is begun again: the first may be over when its host goes
 * on. They wait, since time that is held back counts the same.
 */
function blocking(): string {
  const file = join(folder, 'blocking.mjs');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
    const word = new Int32Array(new SharedArrayBuffer(4));
    export default { name: 'blocking', description: 'Waits.', params: { begun: '' }, tasks: () => [1, 2, 3, 4], warmup: false,
      run(n, { params }) { writeFileSync(params.begun, ''); Atomics.wait(word, 0, 0, 350); return n; } };`,
  );
  return pathToFileURL(file).href;
}

const opened: BenchHost[] = [];
afterAll(() => Promise.all(opened.map((host) => host.close())));

const HELD_MS = 700;

it.skipIf(!need('setpriv'))(
  `a host that is held back measures none of that time, in threads and in serial${needs('setpriv')}`,
  async () => {
    const facts = await readHost();
    const busy = { wallMs: 50, idleMs: 0, stealMs: 0, ownMs: 0, foreignMs: 50 };
    const quiet = { ...busy, foreignMs: 0 };
    const module = blocking();
    const heldBack = async (engine: string) => {
      // Busy from its first task on, until it was held back for as long as it may be.
      const begun = join(folder, `${engine}-begun`);
      const watch = { look: () => (existsSync(begun) ? busy : quiet), overlooked: () => false };
      const host = await childBenchHost({
        host: facts,
        cpus: null,
        rootPid: process.pid,
        patience: new Patience(HELD_MS),
        watch,
      });
      opened.push(host);
      const from = monotonicMs();
      const { wallMs, lanes, disturbance } = await host.observe({
        scenario: { module, export: 'default', params: { begun }, seed: 1 },
        engine,
        dispatch: 'map',
        workers: 1,
        chunksize: 4,
        observationMs: 1,
        openEndedMs: 500,
        keepChunks: false,
      });
      const tookMs = monotonicMs() - from;
      const measuredMs = wallMs.reduce((sum, ms) => sum + ms, 0);
      expect(disturbance.pausedMs).toBeGreaterThan(0.95 * HELD_MS);
      expect(tookMs - measuredMs).toBeGreaterThan(0.95 * HELD_MS);
      expect(lanes[0]!.busyMs).toBeLessThanOrEqual(measuredMs);
    };
    await Promise.all(['serial', 'threads'].map(heldBack));
  },
);
