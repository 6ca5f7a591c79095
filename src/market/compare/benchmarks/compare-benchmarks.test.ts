import { describe, expect, it } from 'vitest';
import { type BenchmarkFile, benchmarksSchema, compareBenchmarks, worstFirst } from '../index.js';

const options = { version: '1.0.0' };

/** A file of so many iterations per second by benchmark, each over 100 iterations with ±1 %. */
const file = (name: string, rates: Record<string, number>, withoutTime: string[] = []): BenchmarkFile => ({
  name,
  withoutTime,
  benchmarks: Object.entries(rates).map(([one, throughput]) => ({
    name: one,
    path: [one],
    throughput,
    interval: { value: throughput, low: throughput / 1.01, high: throughput * 1.01 },
    iterations: 100,
  })),
});

describe('one file per side', () => {
  const compared = compareBenchmarks(
    {
      before: [file('b.json', { sort: 100, map: 100, gone: 5 })],
      after: [file('a.json', { sort: 80, map: 98, fresh: 7 }, ['broken'])],
    },
    { ...options, margin: 0.05 },
  );

  it('is joined by name, with the ratio and what two runs may differ by', () => {
    const [sort, map] = compared.benchmarks;
    expect(compared.benchmarks.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['sort', 'slower'],
      ['map', 'cannot tell yet'],
    ]);
    expect(sort!.ratio.value).toBeCloseTo(0.8, 12);
    // √(6 %² + 2 · 1 %²), a little more for the t distribution.
    expect(Math.log(sort!.ratio.high / sort!.ratio.value)).toBeCloseTo(0.06, 2);
    expect(sort!.isRegression).toBe(true);
    expect(map!.moreFiles).toBeGreaterThan(0);
    expect(compared.regression).toEqual({ margin: 0.05, isFound: true });
  });

  it('is answered with the worst, and with how many there are of each', () => {
    expect(compared.headline).toMatch(/^1 of 2 benchmarks is slower: “sort”, 20 % slower \(\d.*\)\.$/);
    expect(compared.why).toBe(
      'In all: 1 slower, 1 cannot tell yet. With one file per side, two runs of the same code are assumed to differ by up to 6 %.',
    );
  });

  it('names what stands on one side only and what threw', () => {
    const messages = compared.findings.map(({ check, message }) => `${check}: ${message}`);
    expect(messages).toEqual([
      'benchmark-failed: a.json: no time for “broken”, so not compared: the benchmark threw, or took no measurable time.',
      'one-side-only: Only before, so not compared: “gone”.',
      'one-side-only: Only after, so not compared: “fresh”.',
      expect.stringMatching(/^one-file: With one file per side/),
    ]);
  });

  it('is what its schema says', () => {
    expect(benchmarksSchema.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared);
  });
});

describe('several files per side', () => {
  const series = (name: string, rates: number[]) =>
    rates.map((rate, i) => file(`${name}-${i}.json`, { sort: rate }));

  it('rest on what the files differ by (Welch)', () => {
    const { benchmarks, findings } = compareBenchmarks(
      { before: series('b', [100, 101, 99, 100]), after: series('a', [96, 97, 95, 96]) },
      options,
    );
    expect(benchmarks[0]).toMatchObject({ verdict: 'slower', files: { before: 4, after: 4 } });
    expect(benchmarks[0]!.ratio.low).toBeGreaterThan(0.94);
    expect(benchmarks[0]!.ratio.high).toBeLessThan(0.98);
    expect(findings.map(({ check }) => check)).toEqual(['order-unknown']);
  });

  it('are the same within 3 %', () => {
    const { headline, benchmarks } = compareBenchmarks(
      { before: series('b', [100, 100.1, 99.9]), after: series('a', [100.2, 100.3, 100.1]) },
      options,
    );
    expect(benchmarks[0]!.verdict).toBe('same');
    expect(headline).toBe('The only benchmark is the same speed as before.');
  });
});

it('says where vitest’s clock is part of what is compared', () => {
  const fast = { before: [file('b', { tiny: 2e7 })], after: [file('a', { tiny: 2e7 })] };
  expect(compareBenchmarks(fast, options).findings.map(({ check }) => check)).toContain(
    'iterations-too-short',
  );
});

it('refuses sides with nothing in common, and names what each begins with', () => {
  const sides = { before: [file('b', { old: 1 })], after: [file('a', { new: 1 })] };
  expect(() => compareBenchmarks(sides, options)).toThrow(
    'no benchmark in common: before begins with "old", after begins with "new"',
  );
});

it('has the slower ones first, the worst on top', () => {
  const before = [file('b', { same: 100, fast: 100, slow: 100, slowest: 100 })];
  const after = [file('a', { same: 100, fast: 130, slow: 70, slowest: 50 })];
  const { benchmarks } = compareBenchmarks({ before, after }, options);
  expect(worstFirst(benchmarks).map(({ name }) => name)).toEqual(['slowest', 'slow', 'fast', 'same']);
});
