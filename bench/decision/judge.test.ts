import { expect, it } from 'vitest';
import type { Decision } from './answer.js';
import type { Gain } from './cells.js';
import { judge } from './judge.js';

const verdictOf = (gain: Gain, decision: Decision, low = 0.5, high = 2) => {
  const { isRight, isWrong, isDecided } = judge(gain, { decision, speedup: { value: 1, low, high } });
  return `${isRight ? 'right' : isWrong ? 'wrong' : 'neither'}, ${isDecided ? 'decided' : 'open'}`;
};

it.each([
  [1.9, ['right, decided', 'wrong, decided', 'neither, open']],
  [1.2, ['right, decided', 'wrong, decided', 'neither, open']],
  [1, ['wrong, decided', 'right, decided', 'right, open']],
  [0.7, ['wrong, decided', 'right, decided', 'neither, open']],
] as const)('at a true gain of %s: pool, serial, undecided', (gain, expected) => {
  const decisions = ['pool', 'serial', 'undecided'] as const;
  expect(decisions.map((decision) => verdictOf(gain, decision))).toEqual(expected);
});

it('what gains nothing and was found the same within a tenth is decided', () => {
  expect(verdictOf(1, 'undecided', 0.95, 1.08)).toBe('right, decided');
  expect(verdictOf(1, 'undecided', 0.95, 1.12)).toBe('right, open');
  expect(verdictOf(1.2, 'undecided', 0.95, 1.08)).toBe('neither, open');
});

it('a pool is wrong where it gains nothing, however narrow its interval', () => {
  expect(verdictOf(1, 'pool', 1.01, 1.05)).toBe('wrong, decided');
});
