import { expect, it } from 'vitest';
import type { Loss } from '../../src/insight/analysis/index.js';
import type { Measured, Pair } from './pair.js';
import { judge, shareOf } from './share.js';

const none: Loss = {
  oversubscribed: 0,
  throttled: 0,
  startup: 0,
  dispatch: 0,
  unused: 0,
  tail: 0,
  wait: 0,
  slowdown: 0,
  unexplained: 0,
};
const measured = (loss: Partial<Loss>): Measured => ({
  loss: { ...none, ...loss },
  wallMs: 100,
  foreignCpu: 0,
  serialForeignCpu: 0,
  stealShare: 0,
});
const pair = (tail: number, others: number): Pair => ({
  baseline: measured({ tail: 2, dispatch: 5 }),
  injected: measured({ tail: 2 + tail, dispatch: 5 + others }),
});

it('the share is the expected causes’ part of the whole change', () => {
  const found = shareOf([pair(90, 10), pair(90, 10), pair(90, 10)], ['tail']);
  expect(found).toEqual({
    pairs: 3,
    effect: { value: 100, low: 100, high: 100 },
    share: { value: 0.9, low: 0.9, high: 0.9 },
  });
});

it('its interval widens with what the pairs disagree in', () => {
  const { share } = shareOf([pair(95, 5), pair(85, 15), pair(90, 10), pair(90, 10)], ['tail']);
  expect(share!.value).toBeCloseTo(0.9, 9);
  expect(share!.high - share!.value).toBeCloseTo(0.065, 3);
});

it.each<[string, Pair[], string]>([
  ['all of it where it belongs', [pair(98, 2), pair(97, 3)], 'pass'],
  ['the middle below 0.85', [pair(80, 20), pair(80, 20)], 'fail'],
  ['the interval below 0.9', [pair(87, 13), pair(87, 13)], 'fail'],
  ['hardly an effect', [pair(1, 1), pair(1, 1)], 'cannot tell: this machine shows no effect'],
  ['an effect that may be none', [pair(200, 0), pair(-100, 0)], 'cannot tell: this machine shows no effect'],
  ['one pair', [pair(90, 10)], 'too few pairs'],
])('%s: %s', (_, pairs, verdict) => {
  expect(judge(shareOf(pairs, ['tail']), 200)).toBe(verdict);
});
