import { describe, expect, it } from 'vitest';
import { coverageOf } from './coverage.js';
import { PLANTED, PlantedNoise } from './noise.js';
import { simulate } from './simulate.js';

describe('planted noise', () => {
  it('disturbs one round in three, and its common part is as alike and as wide as specified', () => {
    const noise = new PlantedNoise({ seed: 1, ownLag1: 0.1 });
    const rounds = Array.from({ length: 20_000 }, (_, index) => noise.round(index));
    const common = rounds.map((round) => round.common);
    const products = common.slice(1).map((value, i) => value * common[i]!);
    const meanOf = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
    const variance = meanOf(common.map((value) => value ** 2));
    expect(rounds.filter(({ disturbed }) => disturbed).length / rounds.length).toBeCloseTo(1 / 3, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(PLANTED.common.deviation, 1);
    expect(meanOf(products) / variance).toBeCloseTo(PLANTED.common.lag1, 1);
  });
});

// 500 runs are what `npm run bench:planted` makes; of 20 the bounds below hold for true coverages of 93 to 98 %.
describe('with the stop rule on', () => {
  const specified = { cores: 2, ownLag1: 0.1, disturbance: 'lasts', rounds: null } as const;

  it('the interval over undisturbed rounds holds the truth, that over all rounds does not', async () => {
    const coverage = await coverageOf(20, specified);
    expect(coverage.undisturbed).toBeGreaterThanOrEqual(0.85);
    expect(coverage.all).toBeLessThan(coverage.undisturbed);
    expect(coverage.meanHalfWidth).toBeLessThan(0.06);
  });

  it('disturbed blocks are repeated, recorded beside the first ones, and preferred', async () => {
    const { lines, analysis } = await simulate({ ...specified, seed: 1, disturbance: 'passes', rounds: 10 });
    const observations = lines.filter((line) => line.kind === 'observation');
    expect(observations.length).toBeGreaterThan(3 * 10);
    expect(new Set(observations.map(({ round }) => round)).size).toBe(10);
    expect(analysis.disturbance.disturbedRounds).toBeGreaterThan(0);
    const pool = analysis.cases.find(({ case: one }) => one.workers === 2);
    expect(pool?.disturbedRounds).toBeLessThan(analysis.disturbance.disturbedRounds);
  });
});
