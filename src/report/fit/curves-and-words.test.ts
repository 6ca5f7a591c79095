import { describe, expect, test } from 'vitest';
import { buildFitDocument } from './document.js';
import { summariseFit } from './formats.js';
import {
  dip,
  dipOnTheWay,
  falling,
  measured,
  mixedCores,
  mixedCoresInSmallSteps,
  oneIsBest,
  type Points,
  rising,
  sampled,
  slowCores,
  tooMuch,
  tooMuchOnce,
  twoCounts,
} from './testing/invented-curves.js';

interface Curve {
  points: Points;
  unit?: string;
  counts?: readonly number[];
}

function fitted({ points, unit = 'items/s', counts = [] }: Curve) {
  const curve = { name: 'sort', points, unit, basis: 'As it stands.', machine: {}, doubts: [] };
  const document = buildFitDocument({
    ...{ file: 'sort.csv', format: 'csv', curves: [curve], machine: {}, counts },
    ...{ command: 'corewise fit sort.csv', versions: { corewise: '0.0.0' } },
  });
  const text = summariseFit(document, { columns: 400, color: false });
  return { curve: document.curves[0]!, text };
}

const table: [string, Curve, (string | RegExp)[], RegExp[]][] = [
  [
    'two counts that are nearly equal',
    { points: twoCounts },
    [
      'The largest count measured, 8 workers, is the best.',
      'Two worker counts are too few for a law: predictions are the range that other software and machines span',
    ],
    [],
  ],
  [
    'a dip that no law has',
    { points: dip },
    [
      'One worker is best: 8 are 0.58× as fast.',
      /sort: .* \(\w+; [\d.]+ % too (high|low) at [24] workers\)/,
      /The law is [\d.]+ % too (high|low) at [24] workers: no law has a dip at 2 workers\./,
    ],
    [/The largest count measured/],
  ],
  [
    'one worker best of four counts',
    { points: oneIsBest },
    [
      'One worker is best: 8 are 0.58× as fast.',
      'too high at 8 workers: it does not follow the fall from 1 to 8 workers.',
    ],
    [/The largest count measured/],
  ],
  [
    'one worker best of two',
    { points: falling },
    ['One worker is best: 8 are 0.58× as fast.'],
    [/The largest count measured/],
  ],
  [
    'fast and slow cores, six counts',
    { points: mixedCores },
    ['12 workers are best: 16 are 0.87× as fast.'],
    [/The largest count measured/],
  ],
  [
    'fast and slow cores, nine counts',
    { points: mixedCoresInSmallSteps },
    ['12 workers are best: 16 are 0.80× as fast.'],
    [/The largest count measured/],
  ],
  [
    'a dip on the way up',
    { points: dipOnTheWay },
    [
      '8 workers are best, but throughput falls on the way there: 2 are 0.60× as fast as one.',
      'a dip at 2 workers',
    ],
    [/The largest count measured/],
  ],
  [
    'more than the workers can give',
    { points: tooMuch },
    [
      '2,048 workers did 7,000× as much as one, and 2,048× is the most they can do: the work was not the same at each count.',
    ],
    [],
  ],
  [
    'more than the workers can give, at one count of five',
    { points: tooMuchOnce },
    ['2,048 workers did 7,000× as much as one'],
    [],
  ],
  [
    'a little more than the workers can give, at one count',
    { points: measured({ 1: 1, 2: 2, 4: 4, 8: 9.6 }) },
    ['8 workers did 9.60× as much as one, more than the 8.00× of perfect scaling'],
    [/not the same at each count/],
  ],
  [
    'times that are equal at all counts',
    { points: measured({ 1: 0.1, 2: 0.1001, 4: 0.1, 8: 0.09995 }), unit: 'runs/s' },
    ['Every count took the same time, within 0.2 %: the tool ran for a fixed time'],
    [],
  ],
  [
    'throughput that is equal at all counts',
    { points: measured({ 1: 500, 2: 500, 4: 500 }) },
    ['Every count has the same throughput: something other than the workers sets the pace'],
    [/fixed time/],
  ],
  [
    'times under a clock cycle',
    { points: measured({ 1: 4e9, 2: 8e9, 4: 1.6e10 }), unit: 'iterations/s' },
    [
      'An iteration takes 0.250 ns in one worker, no more than about a clock cycle: the work was optimised away',
    ],
    [],
  ],
  [
    'items of which a cycle moves many',
    { points: measured({ 1: 4e9, 2: 8e9, 4: 1.6e10 }), unit: 'items/s' },
    [],
    [/clock cycle/],
  ],
  [
    'every third sample twice as slow',
    { points: sampled({ 1: 100, 2: 199, 4: 390 }, [2, 4]) },
    ['Samples fall into two groups at 2 and 4 workers: 3 of 10 take 2.00× as long as the others at 2.'],
    [],
  ],
  [
    'every third of three samples twice as slow',
    { points: sampled({ 1: 100, 2: 199, 4: 390 }, [1, 2, 4], 3) },
    ['Samples fall into two groups: 3 of 9 take 1.99× as long as the others.'],
    [],
  ],
  [
    'samples in one group',
    { points: sampled({ 1: 100, 2: 199, 4: 390 }, []) },
    ['The largest count measured, 4 workers, is the best.'],
    [/two groups/],
  ],
  [
    'figures that scatter up and down',
    { points: measured({ 1: 100, 2: 190, 3: 150, 4: 370, 6: 300, 8: 700, 12: 600, 16: 1300 }) },
    ['16 workers are best; the falls before that are within the scatter of the points.'],
    [/The largest count measured/],
  ],
  [
    'two counts of which the larger one did less by next to nothing',
    { points: measured({ 1: 200, 2: 199 }) },
    ['One worker is best, though 2 do as much within the scatter of the points (0.995×).'],
    [/The largest count measured/],
  ],
  [
    'slow cores that take something away, at every count',
    { points: slowCores },
    ['12 workers are best: 16 are 0.82× as fast.', 'it does not follow the fall from 12 to 16 workers'],
    [/No peak/, /physical cores/],
  ],
  [
    'a law that fits',
    { points: rising },
    ['The largest count measured, 8 workers, is the best.', /sort: [^(]*\(\w+\)/],
    [/too (high|low)/, /falls/],
  ],
];

describe('of a curve is said', () => {
  test.each(table)('%s', (_, curve, says, never) => {
    const { text } = fitted(curve);
    for (const part of says) {
      if (typeof part === 'string') expect(text).toContain(part);
      else expect(text).toMatch(part);
    }
    for (const part of never) expect(text).not.toMatch(part);
  });

  test('what falls is said before the law', () => {
    for (const points of [dip, oneIsBest, mixedCores]) {
      const { text } = fitted({ points });
      expect(text.indexOf('as fast.')).toBeGreaterThan(0);
      expect(text.indexOf('as fast.')).toBeLessThan(text.indexOf('X(N) ='));
    }
  });

  test('figures that follow the points are not called after the law', () => {
    const { text } = fitted({ points: dip });
    expect(text).toMatch(/^workers measured expected/m);
    expect(fitted({ points: rising }).text).toMatch(/^workers +measured +(amdahl|usl)/m);
  });

  test('the data has what the sentences have', () => {
    expect(fitted({ points: mixedCores }).curve.best).toEqual({
      ...{ workers: 12, throughput: 10.5 },
      fall: { from: 12, workers: 16, times: 9.1 / 10.5 },
    });
    const { curve } = fitted({ points: dip });
    expect(Math.abs(curve.miss!.off)).toBeGreaterThan(0.05);
    expect(fitted({ points: rising }).curve.miss).toBeUndefined();
  });
});
