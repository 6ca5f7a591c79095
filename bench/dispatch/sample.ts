import { median } from '../../src/stats/index.js';
import { others, ours, raw } from './contenders.js';
import { type Cost, CostMeter } from './cost.js';
import { LENGTH_NAME } from './tasks.js';

/** What one process of a contender came to. */
export interface Sample {
  /** Its first pass, with everything cold. */
  fresh: Cost;
  /** The middle of its last ones. */
  warm: Cost;
}

/** `node sample.js NAME WORKERS TASKS PASSES`: one sample, in a process of its own. */
const [name = '', ...numbers] = process.argv.slice(2);
const [workers = 2, tasks = 1000, passes = 5] = numbers.map(Number);
const items = Array.from({ length: tasks }, (_, item) => item);
const contender = await { ...raw, ...ours, ...others }[name]!(workers, Number(process.env[LENGTH_NAME]));
const costs: Cost[] = [];
for (let pass = 0; pass < passes; pass++) {
  const meter = new CostMeter();
  const results = await contender.run(items);
  costs.push(meter.cost(tasks));
  check(results);
}
const last = costs.slice(Math.min(2, passes - 1));
const middle = (of: (cost: Cost) => number) => median(last.map(of));
const sample: Sample = {
  fresh: costs[0]!,
  warm: {
    wallUs: middle(({ wallUs }) => wallUs),
    mainUs: middle(({ mainUs }) => mainUs),
    allUs: middle(({ allUs }) => allUs),
  },
};
await contender.close();
process.send!(sample, () => process.exit());

/** As completed or in order: each item once. */
function check(results: readonly unknown[]): void {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  const isRight = results.length === items.length && sum(results as number[]) === sum(items);
  if (!isRight) throw new Error(`${name} gave ${results.length} results, or wrong ones`);
}
