import { describe, expect, it } from 'vitest';
import type { Standing } from './effects.js';
import { halve, isOpen, mostThatLast, observationsLeft } from './halving.js';

/** Settings by how far each is behind the best, as a fraction. */
const field = (behind: readonly number[], rounds: number, disturbed: readonly number[] = []): Standing[] =>
  behind.map((share, i) => ({
    id: String(i),
    value: Math.log(1 - share),
    rounds,
    isDisturbed: disturbed.includes(i),
  }));

const kept = (standings: Standing[], noise: number, most = standings.length) =>
  halve({ standings, noise }, most).goesOn.map(({ id }) => Number(id));

describe('who goes on', () => {
  it('is never fewer than three, however far behind they are', () => {
    expect(kept(field([0, 0.5, 0.6, 0.7, 0.8], 1), 0.01)).toEqual([0, 1, 2]);
    expect(kept(field([0, 0.5, 0.6], 1), 0.01)).toEqual([0, 1, 2]);
    expect(halve({ standings: [], noise: 0.01 }, 5)).toEqual({ goesOn: [], behind: [] });
  });

  it('is whoever may be better than the leader by more than 2 %', () => {
    // Standard errors of a difference in one round: 2.5 · 3 % · √2, less the tolerance: 8.3 %.
    const standings = field([0, 0.01, 0.02, 0.06, 0.08, 0.09, 0.3], 1);
    expect(kept(standings, 0.03)).toEqual([0, 1, 2, 3, 4]);
    expect(kept(standings, 0.15)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(kept(standings, 0)).toEqual([0, 1, 2]);
  });

  it('is, of those, no more than observations last for, and three all the same', () => {
    const alike = field([0, 0, 0, 0, 0, 0, 0, 0, 0], 3);
    expect(kept(alike, 0.03, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(kept(alike, 0.03, 1)).toEqual([0, 1, 2]);
    const { behind } = halve({ standings: alike, noise: 0.03 }, 5);
    expect(behind.map(({ isBeyondNoise }) => isBeyondNoise)).toEqual([false, false, false, false]);
  });

  it('is, after few rounds, who was disturbed in all of them, unless the leader was, too', () => {
    const behind = [0, 0.01, 0.02, 0.5, 0.6];
    expect(kept(field(behind, 1, [4]), 0.01)).toEqual([0, 1, 2, 4]);
    expect(kept(field(behind, 1, [0, 4]), 0.01)).toEqual([0, 1, 2]);
    expect(kept(field(behind, 3, [4]), 0.01)).toEqual([0, 1, 2]);
  });
});

describe('observations', () => {
  it('are a third of ten rounds, but as many as three finalists take until the tenth', () => {
    expect(observationsLeft(44, 45, 1)).toBeCloseTo(450 / 3 - 45, 9);
    expect(observationsLeft(44, 149, 10)).toBeCloseTo(1, 9);
    expect(observationsLeft(44, 149, 8)).toBe(2 * 7);
    expect(observationsLeft(9, 10, 1)).toBe(9 * 7);
    expect(observationsLeft(9, 70, 12)).toBe(0);
  });

  it('last for a field that shrinks like 1 ÷ round, serial, and three rounds of finalists', () => {
    // 12 after the second round, then 12 · 3 ÷ 4 = 9, and 7, 6, 5, 4, 4, until 36 ÷ 10 would be three.
    const visits = 12 + 9 + 7 + 6 + 5 + 4 + 4 + 7 + 3 * 7;
    expect(mostThatLast(visits, 2, 30)).toBe(12);
    expect(mostThatLast(visits - 1, 2, 30)).toBe(11);
    expect(mostThatLast(visits, 2, 8)).toBe(8);
    expect(mostThatLast(0, 2, 30)).toBe(3);
  });
});

it('the choice is open while another may be better by more than 2 %', () => {
  const standings = field([0, 0.01], 8);
  expect(isOpen({ standings, noise: 0.05 })).toBe(true);
  expect(isOpen({ standings, noise: 0.02 })).toBe(false);
  expect(isOpen({ standings: standings.slice(0, 1), noise: 0.05 })).toBe(false);
});
