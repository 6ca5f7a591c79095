import { median } from '../../src/stats/index.js';
import { others, ours } from './contenders.js';

/** One sample in a process of its own: `node sample.js NAME TASKS`; sends the median µs per task of some passes. */
const WARM_UP = 2;
const PASSES = 3;

const [name = '', tasks = '50000'] = process.argv.slice(2);
const items = Array.from({ length: Number(tasks) }, (_, item) => item);
const contender = await { ...ours, ...others }[name]!();
const times: number[] = [];
for (let pass = 0; pass < WARM_UP + PASSES; pass++) {
  const from = performance.now();
  const results = await contender.run(items);
  const us = ((performance.now() - from) * 1000) / items.length;
  check(results);
  if (pass >= WARM_UP) times.push(us);
}
await contender.close();
const answer = median(times);
if (process.send) process.send(answer, () => process.exit());
else console.log(`${name}: ${answer.toFixed(2)} µs a task`);

/** As completed or in order: each item once. */
function check(results: readonly unknown[]): void {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  const right = results.length === items.length && sum(results as number[]) === sum(items);
  if (!right) throw new Error(`${name} gave ${results.length} results, or wrong ones`);
}
