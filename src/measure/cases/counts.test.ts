import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { inventHost } from '../../host/index.js';
import { parseWorkers } from './counts.js';

const two = inventHost({ physicalCores: 2 });
const smt = inventHost({ physicalCores: 4, threadsPerCore: 2 });

describe('worker counts', () => {
  it.each([
    [3, [3]],
    ['4', [4]],
    ['1..4', [1, 2, 3, 4]],
    ['P', [4]],
    ['N', [8]],
    ['P-1', [3]],
    ['N-1', [7]],
    ['P..N', [4, 5, 6, 7, 8]],
    ['auto', [1, 2, 4, 7, 8]],
  ])('%j on 4 cores of 2 threads: %j', (spec, counts) => {
    expect(parseWorkers(spec, smt, null)).toEqual(counts);
  });

  it.each([
    ['one CPU', inventHost({ physicalCores: 1 }), [1]],
    ['two CPUs', two, [1, 2]],
    ['three CPUs: no N-1', inventHost({ physicalCores: 3 }), [1, 2, 3]],
    ['four CPUs', inventHost({ physicalCores: 4 }), [1, 2, 3, 4]],
    ['one core of two threads', inventHost({ physicalCores: 1, threadsPerCore: 2 }), [1, 2]],
    ['two sockets', inventHost({ physicalCores: 16, sockets: 2, threadsPerCore: 2 }), [1, 8, 16, 31, 32]],
    ['a quota of 1.5 CPUs', inventHost({ physicalCores: 8, quotaCpus: 1.5 }), [1, 2]],
    ['a quota of half a CPU', inventHost({ physicalCores: 8, quotaCpus: 0.5 }), [1]],
    [
      'an affinity mask',
      inventHost({ physicalCores: 8, threadsPerCore: 2, allowed: [0, 1, 8, 9] }),
      [1, 2, 3, 4],
    ],
  ])('auto on %s: %j', (_, host, counts) => {
    expect(parseWorkers('auto', host, null)).toEqual(counts);
  });

  it('count the CPUs of the core set, not of the machine', () => {
    expect(parseWorkers('auto', smt, [0, 4])).toEqual([1, 2]);
    expect(parseWorkers('P', smt, [0, 4])).toEqual([1]);
    expect(parseWorkers('N', smt, [0, 1, 4])).toEqual([3]);
  });

  it('are one worker where P-1 would be none', () => {
    expect(parseWorkers('P-1', inventHost({ physicalCores: 1 }), null)).toEqual([1]);
  });

  it('may exceed the CPUs when asked', () => {
    expect(parseWorkers('10', two, null)).toEqual([10]);
  });

  it.each([
    0,
    -1,
    1.5,
    1e9,
    4097,
    Number.NaN,
    '0',
    '-1',
    '1.5',
    '1e9',
    '',
    'two',
    '8..1',
    '1..',
    '1..2..3',
    '0..2',
    'Q',
    '1,2',
  ])('%j are refused, with the right forms', (spec) => {
    const parse = () => parseWorkers(spec, two, null);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(
      `"${spec}" is not a number of workers. Write a whole number from 1 to 4096, a range`,
    );
  });
});
