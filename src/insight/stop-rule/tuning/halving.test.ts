import { describe, expect, it } from 'vitest';
import type { Standing } from './effects.js';
import { halve, isOpen } from './halving.js';

/** Settings by how far each is behind the best, as a fraction. */
const field = (behind: readonly number[], rounds: number, disturbed: readonly number[] = []): Standing[] =>
  behind.map((share, i) => ({
    id: String(i),
    value: Math.log(1 - share),
    rounds,
    isDisturbed: disturbed.includes(i),
  }));

const kept = (standings: Standing[], noise: number) =>
  halve({ standings, noise }).goesOn.map(({ id }) => Number(id));

describe('who goes on', () => {
  it('is never fewer than three, however far behind they are', () => {
    expect(kept(field([0, 0.5, 0.6, 0.7, 0.8], 1), 0.01)).toEqual([0, 1, 2]);
    expect(kept(field([0, 0.5, 0.6], 1), 0.01)).toEqual([0, 1, 2]);
    expect(halve({ standings: [], noise: 0.01 })).toEqual({ goesOn: [], behind: [] });
  });

  it('is, after few rounds, whoever may be better than the leader by more than 2 %', () => {
    // Standard errors of a difference in one round: 2.5 · 3 % · √2, less the tolerance: 8.3 %.
    const standings = field([0, 0.01, 0.02, 0.06, 0.08, 0.09, 0.3], 1);
    expect(kept(standings, 0.03)).toEqual([0, 1, 2, 3, 4]);
    expect(kept(standings, 0.15)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(kept(standings, 0)).toEqual([0, 1, 2]);
  });

  it('is, after more rounds, of the better half', () => {
    const alike = field([0, 0, 0, 0, 0, 0, 0, 0, 0], 3);
    expect(kept(alike, 0.03)).toEqual([0, 1, 2, 3, 4]);
    expect(halve({ standings: alike, noise: 0.03 }).behind.map(({ isBeyondNoise }) => isBeyondNoise)).toEqual(
      [false, false, false, false],
    );
  });

  it('is, after few rounds, who was disturbed in all of them, unless the leader was, too', () => {
    const behind = [0, 0.01, 0.02, 0.5, 0.6];
    expect(kept(field(behind, 1, [4]), 0.01)).toEqual([0, 1, 2, 4]);
    expect(kept(field(behind, 1, [0, 4]), 0.01)).toEqual([0, 1, 2]);
    expect(kept(field(behind, 3, [4]), 0.01)).toEqual([0, 1, 2]);
  });
});

it('the choice is open while another may be better by more than 2 %', () => {
  const standings = field([0, 0.01], 8);
  expect(isOpen({ standings, noise: 0.05 })).toBe(true);
  expect(isOpen({ standings, noise: 0.02 })).toBe(false);
  expect(isOpen({ standings: standings.slice(0, 1), noise: 0.05 })).toBe(false);
});
