import { expect, it } from 'vitest';
import { simulatePool } from './testing/simulation/simulate.js';

const SEEDS = 200;

// Thousands more: `npm run test:simulation`.
it(`every task settles once, whatever happens in whatever order: ${SEEDS} seeds`, async () => {
  const sums = { done: 0, failed: 0, lost: 0, cancelled: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const stats = await simulatePool(seed);
    for (const fate of Object.keys(sums) as (keyof typeof sums)[]) sums[fate] += stats[fate];
  }
  // What never happens is not tested.
  for (const count of Object.values(sums)) expect(count).toBeGreaterThan(SEEDS / 2);
});
