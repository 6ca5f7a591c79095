/**
 * What a task costs in corewise's loop, against a hand-written loop over the same function in the same kind
 * of isolate: `npm run bench:overhead`. Each sample is a fresh isolate; the kinds take turns.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import Table from 'cli-table3';
import { ratioInterval } from '../../src/stats/index.js';

const isolate = new URL('./isolate.js', import.meta.url);
const SAMPLES = 10;

const kinds: Record<string, () => Promise<number>> = {
  'main thread of a fresh process': async () => {
    const child = fork(fileURLToPath(isolate));
    const [[answer]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
    return answer as number;
  },
  'worker thread': async () => {
    const worker = new Worker(isolate);
    const [[answer]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
    return answer as number;
  },
};

const samples = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
for (let sample = 0; sample < SAMPLES; sample++) {
  for (const [kind, take] of Object.entries(kinds)) samples.get(kind)!.push(await take());
}
const table = new Table({
  head: ['isolate', "worker's loop / hand-written", '95 % interval', 'samples'],
  style: { head: [], border: [] },
});
for (const [kind, logRatios] of samples) {
  const interval = ratioInterval(logRatios)!;
  const digits = (ratio: number) => ratio.toFixed(4);
  table.push([
    kind,
    digits(interval.value),
    `${digits(interval.low)} to ${digits(interval.high)}`,
    logRatios.length,
  ]);
}
console.log(table.toString());
