/**
 * `race-program.js JSON`: passes of the job on this main thread and on two worker threads in turns, apart from
 * corewise's engines and dispatches. Prints the pairs.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { seededRandom } from '../../src/stats/index.js';
import job from './job.js';
import { WORKERS } from './planted.js';
import type { Pass, Race, RacedPair } from './race.js';

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

async function comparePasses(): Promise<RacedPair[]> {
  const workers = Array.from(
    { length: WORKERS },
    () => new Worker(new URL(import.meta.url), { workerData: { race, counter } }),
  );
  const sides = { serial: takeChunks, pool: () => passOn(workers) };
  // To warm up.
  await timed(sides.pool);
  await timed(sides.serial);
  const pairs: RacedPair[] = [];
  for (let pair = 0; pair < race.pairs; pair++) {
    // Whichever comes first might gain or lose by it, so they take turns.
    const early = pair % 2 === 0 ? await timed(sides.serial) : undefined;
    const pool = await timed(sides.pool);
    pairs.push({ serial: early ?? (await timed(sides.serial)), pool });
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return pairs;
}

async function timed(pass: () => unknown): Promise<Pass> {
  Atomics.store(counter, 0, 0);
  const before = process.cpuUsage();
  const begin = performance.now();
  await pass();
  const wallMs = performance.now() - begin;
  const { user, system } = process.cpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000 };
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
