import { others, ours, raw } from './contenders.js';

/** What starting came to, in a process of its own. */
export interface Start {
  /** From the call until every worker has answered a task, ms; what is imported for it was there before. */
  readyMs: number;
  /** What the process holds more, a worker, MiB: resident, after each answered and before it does anything else. */
  workerMiB: number;
}

/** `node start.js NAME WORKERS` */
const [name = '', count = '2'] = process.argv.slice(2);
const workers = Number(count);
const open = { ...raw, ...ours, ...others }[name]!;
// Imports what it needs.
await (await open(1, 0)).close();
global.gc?.();
const before = process.memoryUsage.rss();
const from = performance.now();
const contender = await open(workers, 0);
await contender.run(Array.from({ length: workers }, (_, item) => item));
const readyMs = performance.now() - from;
const workerMiB = (process.memoryUsage.rss() - before) / 2 ** 20 / workers;
await contender.close();
process.send!({ readyMs, workerMiB } satisfies Start, () => process.exit());
