import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { reportSchema } from '../../src/report/index.js';
import { formatMemory } from '../../src/stats/index.js';
import { type Result, ranCorewise, resultOf } from './part.js';

/** So many workers of an engine, on however few cores. */
export async function* onManyWorkers(folder: string, workers: number): AsyncGenerator<Result> {
  writeFileSync(
    join(folder, 'short.mjs'),
    `export default { name: 'short', description: 'Adds.', params: {}, tasks: () => Array.from({ length: ${8 * workers} }, (_, n) => n),
  run: (n) => { let sum = 0; for (let i = 0; i < 200_000; i++) sum += i % (n + 1); return sum; } };`,
  );
  for (const engine of ['threads', 'processes']) {
    const args = [
      '--engine',
      engine,
      '--workers',
      String(workers),
      '--chunksize',
      '1',
      '--rounds',
      '1',
      '--no-wait',
    ];
    const run = await ranCorewise(
      folder,
      'run',
      './short.mjs',
      ...args,
      '--json',
      '--out',
      join(folder, engine),
    );
    yield resultOf(`${workers} workers on ${availableParallelism()} cores: ${engine}`, run, () => {
      const { cases } = reportSchema.parse(JSON.parse(run.stdout));
      const one = cases.find((each) => each.engine === engine && each.workers === workers);
      const held = one?.peakMemoryMiB == null ? 'unknown' : formatMemory(one.peakMemoryMiB);
      return `${one?.status}, ${one?.verified ? 'verified' : 'not verified'}; the workers held ${held}`;
    });
  }
}
