import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../record/index.js';
import { seededRandom } from '../../../stats/index.js';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase } from '../../testing/invented-run.js';
import { type Played, playTuning } from '../testing/play.js';

const SERIAL_MS = 100;

/** Settings by what a pass takes, ms, each with a chunksize of its own; `spread`: of the logarithm of each wall time. */
function grid(truth: readonly number[], spread: number, seed: number, rounds: number): RunRecord {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  // Whole rounds are faster and slower, too.
  const drift = Array.from({ length: rounds }, () => 0.1 * normal());
  const noisy = (wallMs: number) => (round: number) =>
    wallMs * Math.exp(drift[round - 1]! + spread * normal());
  return inventRecord({
    rounds,
    cases: [
      { engine: 'serial', wallMs: noisy(SERIAL_MS) },
      ...truth.map(
        (wallMs, i): InventedCase => ({
          engine: 'threads',
          workers: 2,
          chunksize: i + 1,
          wallMs: noisy(wallMs),
        }),
      ),
    ],
  });
}

const inTurn = (rounds: number) => Array.from({ length: rounds }, (_, i) => i + 1);
const chunksizeOf = (id: string) => Number(/c(\d+)$/.exec(id)![1]);
const onlyOf = <T>(values: ReadonlyMap<string, T>): T => [...values.values()][0]!;

/** How much slower the pick is in truth than the best. */
function regretOf({ picks }: Played, truth: readonly number[]): number {
  return truth[chunksizeOf(onlyOf(picks)) - 1]! / Math.min(...truth) - 1;
}

const settled = ({ record }: Played) => record.lines.filter((line) => line.kind === 'settled');

describe('without noise', () => {
  const truth = [60, 50, 70, 55, 80, 52, 65, 75, 90, 85];
  const played = playTuning(grid(truth, 0, 1, 10), inTurn(10));

  it('finds the best in as many rounds as a speedup takes', () => {
    expect(onlyOf(played.picks)).toBe('cycles/threads/imapUnordered/w2/c2');
    expect(played.rounds).toBe(6);
  });

  it('measures ten settings and serial, then those that are not behind by more than noise', () => {
    const { lines } = played.record;
    const visited = inTurn(6).map(
      (round) => lines.filter((line) => line.kind === 'observation' && line.round === round).length,
    );
    // Before a second round tells how little noise there is, a setting that is 18 % behind goes on.
    expect(visited).toEqual([11, 5, 4, 4, 4, 4]);
  });

  it('says of each setting left behind when, and by how much', () => {
    const of = (chunksize: number) => settled(played).find((line) => line.case.endsWith(`/c${chunksize}`));
    expect(of(3)).toMatchObject({ reason: 'behind', round: 1 });
    expect(of(3)!.message).toMatch(
      /^Behind by more than noise after round 1: 1\.43× as fast as serial, where the best is 2\.00×\.$/,
    );
    expect(settled(played).filter(({ reason }) => reason === 'behind')).toHaveLength(7);
  });
});

describe('with 40 settings and noise of 3 %', () => {
  const SEEDS = 20;
  /** An ordinary run makes at least as many. */
  const ORDINARY_ROUNDS = 10;

  /** Share of runs within 2 % of the best, and observations. */
  function tunedOver(truth: readonly number[]): { good: number; visits: number } {
    const runs = inTurn(SEEDS).map((seed) => {
      const played = playTuning(grid(truth, 0.03, 7919 * seed, 14), inTurn(14));
      return { regret: regretOf(played, truth), visits: onlyOf(played.visits) };
    });
    const good = runs.filter(({ regret }) => regret <= 0.02).length / SEEDS;
    return { good, visits: runs.reduce((sum, run) => sum + run.visits, 0) / SEEDS };
  }

  const truthOf = (wallMs: (i: number) => number) => Array.from({ length: 40 }, (_, i) => wallMs(i));

  const SPREAD = truthOf((i) => 50 * 2 ** (((7 * i) % 40) / 39));

  it('spread over a factor of two: within 2 % in 95 % of runs, for a quarter of ten rounds of all', () => {
    const { good, visits } = tunedOver(SPREAD);
    expect(good).toBeGreaterThanOrEqual(0.95);
    expect(visits).toBeLessThanOrEqual((41 * ORDINARY_ROUNDS) / 4);
  });

  it.each([
    ['half of them within 10 %, the others far behind', truthOf((i) => (i < 20 ? 50 + (5 * i) / 19 : 95))],
    ['all within 4 %', truthOf((i) => 50 + (2 * i) / 39)],
  ])('%s: the same for a third of ten rounds of all', (_, truth) => {
    const { good, visits } = tunedOver(truth);
    expect(good).toBeGreaterThanOrEqual(0.95);
    expect(visits).toBeLessThanOrEqual((41 * ORDINARY_ROUNDS) / 3);
  });
});
