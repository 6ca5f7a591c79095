// What pools do in random interleavings of calls, answers, crashes, time-outs, aborts and ends, on virtual workers:
// npm run test:simulation, or npm run test:simulation -- --seeds 100000 --from 7, or -- --seed 7 for one alone
import { parseArgs } from 'node:util';
import { simulatePool } from '../dist/src/pool/testing/simulation/simulate.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});
const [from, seeds] = values.seed === undefined ? [values.from, values.seeds] : [values.seed, '1'];
const first = Number(from);
const count = Number(seeds);
const sums = {};
const failed = [];
const began = performance.now();
for (let seed = first; seed < first + count; seed++) {
  try {
    for (const [fate, tasks] of Object.entries(await simulatePool(seed)))
      sums[fate] = (sums[fate] ?? 0) + tasks;
  } catch (error) {
    failed.push(seed);
    console.error(`${error.message}\n${error.cause?.stack ?? ''}\n`);
    if (failed.length === 10) break;
  }
}
const { submitted = 0, done = 0, failed: threw = 0, lost = 0, cancelled = 0 } = sums;
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(
  `${count} pools from seed ${first} in ${seconds} s: ${submitted} tasks, ${done} done, ${threw} failed, ${lost} lost, ${cancelled} cancelled`,
);
if (failed.length > 0) {
  console.error(`seeds that failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
