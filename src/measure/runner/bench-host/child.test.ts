import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { readHost } from '../../../host/index.js';
import { need, needs } from '../../../testing/needs.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { monotonicMs } from '../../../workers/session/index.js';
import { childBenchHost } from './child.js';
import { Patience } from './quiet.js';

const folder = temporaryFolder();

/** Three tasks of 300 ms each by their own clock of turns, calibrated by the first run. */
function spinning(): string {
  const file = join(folder, 'spinning.mjs');
  writeFileSync(
    file,
    `export default { name: 'spinning', description: 'Counts.', params: {}, tasks: () => [1, 2, 3], warmup: false,
      run(n) { let x = n; for (let i = 0; i < 6e7; i++) x = (x * 1103515245 + 12345) % 2147483648; return x; } };`,
  );
  return pathToFileURL(file).href;
}

let end = () => {};
afterEach(() => end());

it.skipIf(!need('setpriv'))(
  `a host that is held back measures none of that time, in threads and in serial${needs('setpriv')}`,
  async () => {
    const facts = await readHost();
    // Busy from the tenth look on, until it was held back for as long as it may be.
    let looks = 0;
    const busy = { wallMs: 50, idleMs: 0, stealMs: 0, ownMs: 0, foreignMs: 50 };
    const quiet = { ...busy, foreignMs: 0 };
    const watch = { look: () => (++looks < 4 ? quiet : busy), overlooked: () => false };
    for (const engine of ['serial', 'threads']) {
      looks = 0;
      const host = await childBenchHost({
        host: facts,
        cpus: null,
        rootPid: process.pid,
        patience: new Patience(2_000),
        watch,
      });
      end = () => void host.close();
      const from = monotonicMs();
      const { wallMs, lanes, disturbance } = await host.observe({
        scenario: { module: spinning(), export: 'default', params: {}, seed: 1 },
        engine,
        dispatch: 'map',
        workers: 1,
        chunksize: 3,
        observationMs: 1,
        openEndedMs: 500,
        keepChunks: false,
      });
      const tookMs = monotonicMs() - from;
      const measuredMs = wallMs.reduce((sum, ms) => sum + ms, 0);
      expect(disturbance.pausedMs).toBeGreaterThan(1_900);
      expect(tookMs - measuredMs).toBeGreaterThan(1_900);
      expect(lanes[0]!.busyMs).toBeLessThanOrEqual(measuredMs);
      await host.close();
    }
  },
);
