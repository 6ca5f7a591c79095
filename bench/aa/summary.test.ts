import { expect, it } from 'vitest';
import { calledDifferent, mostByChance } from './summary.js';

const entry = (low: number, high: number, disturbedRounds = 0) => ({
  run: '',
  effect: 1,
  seed: 1,
  undisturbed: { value: (low + high) / 2, low, high },
  all: { value: 1, low: 0.9, high: 1.1 },
  rounds: 10,
  disturbedRounds,
  foreignCpu: 0,
  seconds: 7,
});

it('a comparison is called different where its interval excludes 1, to either side', () => {
  const called = calledDifferent([
    entry(0.98, 1.02),
    entry(1.01, 1.05, 2),
    entry(0.9, 0.99),
    entry(0.97, 1.03),
  ]);
  expect(called).toMatchObject({ comparisons: 4, undisturbed: 2, all: 0, quiet: 3 });
});

it('a comparison without an interval is none', () => {
  expect(calledDifferent([{ ...entry(1, 1), undisturbed: null }]).undisturbed).toBe(0);
});

it('of 200 honest comparisons at most 16 are called different in 97.5 % of such series', () => {
  expect(mostByChance(200)).toBe(16);
});
