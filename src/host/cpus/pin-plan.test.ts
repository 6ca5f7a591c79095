import { describe, expect, it } from 'vitest';
import { inventHost } from '../invented.js';
import { type PinMode, pinPlan, whyNotPin } from './pin-plan.js';

const smt = inventHost({ physicalCores: 4, threadsPerCore: 2 });
const adjacent = inventHost({ physicalCores: 4, threadsPerCore: 2, numbering: 'adjacent' });
const twoSockets = inventHost({ physicalCores: 4, threadsPerCore: 2, sockets: 2 });
const hybrid = inventHost({ physicalCores: 4, threadsPerCore: 2, eCores: 2, ids: [4, 5, 0, 1, 6, 7] });
const oddIds = inventHost({ physicalCores: 3, ids: [9, 3, 17] });

describe('the CPUs of pinned workers', () => {
  it.each<[string, typeof smt, PinMode, number, number[] | null, number[]]>([
    ['one of each core', smt, 'physical', 3, null, [0, 1, 2]],
    [
      'one of each core, then from the start: siblings stay empty',
      smt,
      'physical',
      6,
      null,
      [0, 1, 2, 3, 0, 1],
    ],
    ['every core, then the siblings', smt, 'spread', 6, null, [0, 1, 2, 3, 4, 5]],
    ['every CPU, then from the start', smt, 'spread', 9, null, [0, 1, 2, 3, 4, 5, 6, 7, 0]],
    ['one of each core where siblings are neighbours', adjacent, 'physical', 4, null, [0, 2, 4, 6]],
    ['then their siblings', adjacent, 'spread', 6, null, [0, 2, 4, 6, 1, 3]],
    ['one socket before the next', twoSockets, 'physical', 3, null, [0, 1, 2]],
    ['sockets in turn', twoSockets, 'spread', 5, null, [0, 2, 1, 3, 4]],
    ['fast cores before slow ones', hybrid, 'physical', 4, null, [4, 5, 0, 1]],
    ['fast cores, slow cores, siblings', hybrid, 'spread', 6, null, [4, 5, 0, 1, 6, 7]],
    ['whatever their numbers', oddIds, 'physical', 3, null, [3, 9, 17]],
    ['only of the set that the case may use', smt, 'spread', 4, [1, 2, 5], [1, 2, 5, 1]],
    ['a sibling alone is a core of its own', smt, 'physical', 3, [5, 6], [5, 6, 5]],
  ])('%s', (_, host, mode, workers, cpus, expected) => {
    expect(pinPlan(host, cpus, workers, mode)).toEqual(expected);
  });

  it('are only allowed ones', () => {
    const masked = inventHost({ physicalCores: 4, threadsPerCore: 2, allowed: [2, 3, 6] });
    expect(pinPlan(masked, null, 4, 'spread')).toEqual([2, 3, 6, 2]);
    expect(pinPlan(masked, null, 4, 'physical')).toEqual([2, 3, 2, 3]);
  });

  it('are not told apart where nothing is to be pinned, or can be', () => {
    expect(pinPlan(smt, null, 2, 'none')).toBeUndefined();
    const bare = inventHost({ physicalCores: 2, canConfine: false });
    expect(pinPlan(bare, null, 2, 'physical')).toBeUndefined();
    expect(whyNotPin(bare)).toMatch(/util-linux/);
    expect(whyNotPin(inventHost({ physicalCores: 2, platform: 'darwin' }))).toMatch(/needs Linux/);
  });
});
