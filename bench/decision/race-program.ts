/**
 * `race-program.js JSON`: passes of the job on this main thread and on two worker threads in turns, apart from
 * corewise's engines and dispatches. Prints [serial, pool] of each pair, ms.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { seededRandom } from '../../src/stats/index.js';
import job from './job.js';
import { WORKERS } from './planted.js';
import type { Race } from './race.js';

const race: Race = isMainThread ? JSON.parse(process.argv[2]!) : workerData.race;
/** Where the next chunk begins; both sides take them off it. */
const counter: Int32Array = isMainThread ? new Int32Array(new SharedArrayBuffer(4)) : workerData.counter;
const params = { ...job.params, ...race.job };
const tasks = job.tasks(params, seededRandom(1));
const ignore = () => undefined;
const basis = { params, worker: 0, log: { debug: ignore, info: ignore, warn: ignore, error: ignore } };
const context = { ...basis, state: await job.setup!(basis), stopped: () => false };

if (isMainThread) console.log(JSON.stringify(await comparePasses()));
else parentPort!.on('message', () => parentPort!.postMessage(takeChunks()));

async function comparePasses(): Promise<[serialMs: number, poolMs: number][]> {
  const workers = Array.from(
    { length: WORKERS },
    () => new Worker(new URL(import.meta.url), { workerData: { race, counter } }),
  );
  // To warm up.
  await timed(() => passOn(workers));
  await timed(takeChunks);
  const pairs: [number, number][] = [];
  for (let pair = 0; pair < race.pairs; pair++) {
    // Whichever comes first might gain or lose by it, so they take turns.
    const serialFirst = pair % 2 === 0 ? await timed(takeChunks) : 0;
    const pool = await timed(() => passOn(workers));
    pairs.push([serialFirst || (await timed(takeChunks)), pool]);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return pairs;
}

/** A pass, ms. */
async function timed(pass: () => unknown): Promise<number> {
  Atomics.store(counter, 0, 0);
  const begin = performance.now();
  await pass();
  return performance.now() - begin;
}

async function passOn(workers: readonly Worker[]): Promise<void> {
  const answers = workers.map((worker) => once(worker, 'message'));
  for (const worker of workers) worker.postMessage(null);
  await Promise.all(answers);
}

/** Runs chunks until none is left. The result is of every task, as a caller would have it. */
function takeChunks(): number {
  let result = 0;
  for (;;) {
    const first = Atomics.add(counter, 0, race.chunksize);
    if (first >= tasks.length) return result;
    const end = Math.min(tasks.length, first + race.chunksize);
    for (let at = first; at < end; at++) result ^= Number(job.run!(tasks[at]!, context));
  }
}
