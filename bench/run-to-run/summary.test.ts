import { expect, it } from 'vitest';
import { betweenRuns, type Outcome } from './summary.js';

const outcome = (ratio: number, verdict = 'cannot tell yet'): Outcome => ({
  ratio,
  verdict,
  anyCalled: verdict !== 'cannot tell yet',
  isRegression: false,
  isDisturbed: false,
});

it('counts what was called different, and says what runs differ by', () => {
  const told = betweenRuns([
    outcome(Math.exp(0.02)),
    outcome(Math.exp(-0.02)),
    outcome(Math.exp(0.1), 'faster'),
    { ...outcome(2), isDisturbed: true },
  ]);
  expect(told).toMatchObject({ comparisons: 4, calledDifferent: 1, anyCalled: 1, undisturbed: 3 });
  expect(told.deviation).toBeCloseTo(Math.sqrt((0.02 ** 2 + 0.02 ** 2 + 0.1 ** 2) / 3 / 2), 12);
  expect(told.quantile95).toBeCloseTo(0.02 + 0.9 * 0.08, 12);
});
