import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { formatCpuList, parseCpuList } from './cpu-list.js';

describe('CPU lists', () => {
  it.each([
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['0', [0]],
    ['8,0-1\n', [0, 1, 8]],
    ['0-1,1-2', [0, 1, 2]],
    ['', []],
  ])('%j is %j', (text, ids) => {
    expect(parseCpuList(text)).toEqual(ids);
  });

  it.each(['a', '1-', '0;1', '-1'])('%j is refused', (text) => {
    expect(() => parseCpuList(text)).toThrow(UsageError);
  });

  it.each([
    [[0, 1, 2, 3, 8], '0-3,8'],
    [[0, 1], '0,1'],
    [[5, 3, 4, 9, 3], '3-5,9'],
    [[], ''],
  ])('%j is written %j', (ids, text) => {
    expect(formatCpuList(ids)).toBe(text);
  });
});
