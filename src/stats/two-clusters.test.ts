import { describe, expect, it } from 'vitest';
import { seededRandom, twoClusters } from './index.js';

const random = seededRandom(5);
/** Box and Muller (1958). */
const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const drawn = (count: number, draw: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => draw(i));
const shareOf = (count: number, draw: (i: number) => number, runs = 1000) =>
  drawn(runs, () => 0).filter(() => twoClusters(drawn(count, draw)) !== undefined).length / runs;
const SIZES = [5, 6, 8, 10, 20, 30, 60];

describe('two clusters', () => {
  it('are told with their means and sizes', () => {
    const found = twoClusters([1, 1.01, 2, 0.99, 1, 2.02, 1.01, 0.99, 1.98])!;
    expect(found.low).toBeCloseTo(1, 2);
    expect(found.high).toBeCloseTo(2, 2);
    expect([found.lower, found.all]).toEqual([6, 9]);
  });

  it('are exact where nothing scatters', () => {
    const { low, high, lower, all } = twoClusters([1, 1, 2, 1, 1, 2])!;
    expect([low, high].map((mean) => Number(mean.toFixed(9)))).toEqual([1, 2]);
    expect([lower, all]).toEqual([4, 6]);
  });

  it.each(SIZES)('every third of %i values, twice as large, is seen', (count) => {
    expect(
      shareOf(count, (i) => (i % 3 === 2 || i === 0 ? 2 : 1) * Math.exp(0.02 * normal())),
    ).toBeGreaterThan(0.95);
  });

  it.each<[string, readonly number[]]>([
    ['none', []],
    ['equal values', [1, 1, 1, 1, 1, 1, 1, 1]],
    ['one outlier', [1, 1.01, 0.99, 1, 1.02, 0.98, 1, 5]],
    ['outliers of a long tail', [...drawn(27, (i) => 1 + i / 1000), 1.3, 1.8, 2.5]],
    ['few values', [1, 1, 2, 2]],
    ['steps', drawn(30, (i) => 1.1 ** i)],
    ['groups 5 % apart', drawn(30, (i) => (i % 2 === 0 ? 1 : 1.05))],
  ])('there are none in %s', (_, values) => {
    expect(twoClusters(values)).toBeUndefined();
  });
});

describe('false alarms', () => {
  const single: [string, () => number][] = [
    ['normal noise of 2 %', () => 1 + 0.02 * normal()],
    ['normal noise of 20 %', () => Math.max(0.05, 1 + 0.2 * normal())],
    ['lognormal noise, 10 %', () => Math.exp(0.1 * normal())],
    ['lognormal noise, 50 %', () => Math.exp(0.5 * normal())],
    ['a tail to one side', () => 1 - 0.1 * Math.log(1 - random.next())],
  ];

  it.each(single)('of %s are rare', (_, draw) => {
    for (const count of SIZES) expect(shareOf(count, draw), `${count} values`).toBeLessThanOrEqual(0.01);
  });
});
