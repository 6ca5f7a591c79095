import { describe, expect, it } from 'vitest';
import { isSteady } from './warm-up.js';

const short = (...times: number[]) => times;

describe('a worker is steady', () => {
  it.each<[string, number[], boolean]>([
    ['not before two windows of tasks were seen', Array(15).fill(1), false],
    ['when its tasks no longer get faster', Array(16).fill(1), true],
    ['not while they still do', [...Array(8).fill(2), ...Array(8).fill(1)], false],
    [
      'also where noise slows some of them down',
      [...Array(8).fill(1), ...short(1, 9, 1, 1, 9, 1, 1, 1)],
      true,
    ],
    ['also where all got slower: noise, not warmth', [...Array(8).fill(1), ...Array(8).fill(2)], true],
    ['after four tasks, where they are long', [30, 31, 30, 31], true],
    ['not after three', [30, 30, 30], false],
  ])('%s', (_, taskMs, steady) => {
    expect(isSteady(taskMs)).toBe(steady);
  });
});
