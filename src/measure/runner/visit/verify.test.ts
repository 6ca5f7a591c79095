import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../scenario/index.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { findDispatch } from '../../../workers/dispatch/index.js';
import { writeForms } from '../results/form-file.js';
import { formOf } from '../results/form-of.js';
import { comparable, compareResults, serialDifference } from './verify.js';

const folder = temporaryFolder();
const inSerial = (results: readonly unknown[]) => results.map((result) => formOf(result));

describe('results of a pass', () => {
  const exactly = { tolerance: 0, wasSent: true };

  it.each<[string, unknown[], unknown[], string | undefined]>([
    ['equal results agree', [1, { a: [2] }], [1, { a: [2] }], undefined],
    ['the first task that differs is named', [1, 2, 3], [1, 5, 6], 'task 1: result: 5 here, 2 in serial'],
    ['missing results are counted', [1, 2], [1], '1 results instead of 2'],
    ['a buffer is its bytes, however it arrives', [Buffer.from('ab')], [Uint8Array.of(97, 98)], undefined],
  ])('%s', (_, serial, here, difference) => {
    expect(compareResults(inSerial(serial), here, exactly)).toEqual({
      losses: [],
      ...(difference && { difference }),
    });
  });

  it('tell what is lost on the way once a kind, with how many lost it', () => {
    const link = (path: string) => ({ links: [new URL(`http://localhost/${path}`)] });
    const serial = inSerial([link('a'), link('b'), 3]);
    expect(compareResults(serial, [{ links: [{}] }, { links: [{}] }, 3], exactly)).toEqual({
      losses: [{ path: 'result.links[0]', serial: 'URL', here: '{}', results: 2 }],
    });
  });

  it('that were not sent have nothing to lose: there the same is a difference', () => {
    const { difference } = compareResults(inSerial([new URL('http://localhost/')]), [{}], {
      ...exactly,
      wasSent: false,
    });
    expect(difference).toBe('task 0: result: {} here, URL {} in serial');
  });
});

describe('serial against itself', () => {
  const scenario: Scenario = { name: 'again', description: '', params: {}, tasks: () => [], run: () => 0 };
  const write = (name: string, results: readonly unknown[]) => {
    const file = join(folder, name);
    writeForms(
      file,
      results.map((result) => formOf(result)),
    );
    return file;
  };

  it('differs where results depend on more than their task', () => {
    const files = [write('one', [1, { at: 0.25 }]), write('two', [1, { at: 0.5 }])] as const;
    const told = 'task 1: result.at: 0.5 the second time, 0.25 the first';
    expect(serialDifference(...files, scenario, false)).toBe(told);
    expect(serialDifference(...files, { ...scenario, verify: { tolerance: 1 } }, false)).toBeUndefined();
  });

  it('is compared in what both passes had time for', () => {
    const sparse = new Array<number>(3);
    sparse[2] = 3;
    const file = join(folder, 'few');
    writeForms(file, sparse);
    expect(serialDifference(write('all', [1, 2, 3]), file, scenario, false)).toBeUndefined();
    expect(serialDifference(file, write('other', [1, 2, 4]), scenario, false)).toMatch(/^task 2: result: 4/);
  });
});

describe('what is compared', () => {
  const scenario: Scenario = {
    name: 'sums',
    description: '',
    params: {},
    tasks: () => [],
    combine(results) {
      if (results.includes('bad')) throw new RangeError('no sum');
      return (results as number[]).reduce((sum, own) => sum + own, 0);
    },
  };

  it('is each result, or what those of consumers combine to', () => {
    const pass = { values: [1, 2, 3] };
    expect(comparable(pass, scenario, findDispatch('map'))).toEqual([1, 2, 3]);
    expect(comparable(pass, scenario, findDispatch('consume'))).toEqual([6]);
  });

  it('fails where combine does, saying so', () => {
    const compare = () => comparable({ values: ['bad'] }, scenario, findDispatch('consume'));
    expect(compare).toThrow('combine of "sums" threw: no sum');
  });
});
