import type { ChunkRow, Observation } from '../../record/index.js';
import { sum } from '../../stats/index.js';
import type { RecordedPass } from './timed-pass.js';

/**
 * The passes of which every chunk was recorded; a chunk's time is split over its tasks in the proportions of
 * `serialMs`, the serial time of each task.
 */
export function recordedPasses(
  observations: readonly Observation[],
  serialMs: readonly number[],
): RecordedPass[] {
  return observations
    .flatMap(({ chunks = [] }) => [...byPass(chunks).values()])
    .filter((rows) => sum(rows.map(([, , tasks]) => tasks)) === serialMs.length)
    .map((rows) => passOf(rows, serialMs));
}

function byPass(rows: readonly ChunkRow[]): Map<number, ChunkRow[]> {
  const passes = new Map<number, ChunkRow[]>();
  for (const row of rows) {
    const pass = row[3];
    const known = passes.get(pass);
    if (known) known.push(row);
    else passes.set(pass, [row]);
  }
  return passes;
}

function passOf(rows: readonly ChunkRow[], serialMs: readonly number[]): RecordedPass {
  const taskMs = new Array<number>(serialMs.length).fill(0);
  const workers = new Array<number>(serialMs.length).fill(0);
  for (const [worker, first, tasks, , , started, finished] of rows) {
    const whole = sum(serialMs.slice(first, first + tasks));
    for (let task = first; task < first + tasks; task++) {
      const share = whole > 0 ? serialMs[task]! / whole : 1 / tasks;
      taskMs[task] = (finished - started) * share;
      workers[task] = worker;
    }
  }
  return { taskMs, workers };
}
