import { describe, expect, it } from 'vitest';
import { compareMachines } from './machines.js';
import { documentSchema } from './schema.js';
import { inventCatalog, inventCompared, options } from './testing/invented-records.js';

const fast = inventCompared({ name: 'fast', rate: 120, label: 'fast box' });
const slow = inventCompared({ name: 'slow', rate: 100, label: 'slow box' });

describe('two machines with one record each', () => {
  const document = compareMachines([slow, fast], options);
  const [work] = document.works;

  it('is a valid document', () => {
    expect(documentSchema.parse(document)).toEqual(document);
  });

  it('ranks them by throughput, each at its fastest setting', () => {
    expect(
      work!.entries.map(({ group, rank, setting }) => [group, rank, setting.engine, setting.workers]),
    ).toEqual([
      ['fast box', 1, 'threads', 2],
      ['slow box', 2, 'threads', 2],
    ]);
    expect(work!.entries[0]!.throughput.value).toBeCloseTo(120);
    expect(work!.entries[0]!.speedup!.value).toBeCloseTo(2);
    expect(work!.entries[0]!.memoryPerWorkerMiB).toBeNull();
    expect(work!.entries[0]!.throughputPerCore.value).toBeCloseTo(60);
  });

  it('calls a lead of 20 % faster, with an interval that holds what runs are assumed to differ by', () => {
    const [comparison] = work!.comparisons;
    expect(comparison).toMatchObject({
      of: 'fast box',
      to: 'slow box',
      verdict: 'faster',
      design: 'one record',
    });
    expect(comparison!.ratio.low).toBeCloseTo(1.2 / 1.06, 4);
    expect(comparison!.ratio.high).toBeCloseTo(1.2 * 1.06, 4);
    expect(work!.headline).toContain('fast box is fastest, 120 tasks a second');
  });

  it('takes no setting that was left behind where the best one was looked for, however fast it was', () => {
    const left = 'cycles/threads/imapUnordered/w2/c4';
    const tuned = inventCompared({
      ...{ name: 'tuned', label: 'tuned box' },
      run: {
        cases: [
          { engine: 'serial', wallMs: 240 },
          { engine: 'threads', workers: 2, wallMs: 120 },
          { engine: 'threads', workers: 2, chunksize: 4, wallMs: (round) => (round < 3 ? 100 : null) },
        ],
        lines: [{ kind: 'settled', case: left, reason: 'behind', round: 2, message: '' }],
      },
    });
    const entries = compareMachines([tuned, slow], options).works[0]!.entries;
    expect(entries.find(({ group }) => group === 'tuned box')?.setting.chunksize).toBe(1);
  });

  it('says what one record means', () => {
    expect(document.findings.map(({ check }) => check)).toEqual(['one-record']);
  });
});

it('tells the most that one worker held there, and all of them together', () => {
  const holding = (minute: number, peakMemoryMiB: number) => {
    const cases = [
      { engine: 'serial', wallMs: 240 },
      { engine: 'threads', workers: 2, wallMs: 120, peakMemoryMiB },
    ];
    return inventCompared({ name: `r${minute}`, minute, label: 'one box', run: { cases } });
  };
  const [work] = compareMachines([holding(1, 300), holding(2, 310), slow], options).works;
  const entry = work!.entries.find(({ group }) => group === 'one box')!;
  expect(entry).toMatchObject({ memoryPerWorkerMiB: 310, peakMemoryMiB: 620 });
});

it('a lead within 6 % is none from one record each, and it says how many more would tell', () => {
  const close = inventCompared({ name: 'close', rate: 105, label: 'close box' });
  const [work] = compareMachines([close, slow], options).works;
  expect(work!.comparisons[0]).toMatchObject({ verdict: 'cannot tell yet', moreRecords: 1 });
  expect(work!.headline).toContain('may not beat slow box');
});

it('records of one machine are one figure, over what they differ by', () => {
  const records = [100, 101, 99, 100].map((rate, i) => inventCompared({ name: `r${i}`, rate, minute: i }));
  const [work] = compareMachines([...records, fast], options).works;
  const entry = work!.entries.find(({ records: count }) => count === 4)!;
  expect(entry.throughput.value).toBeCloseTo((100 * 101 * 99 * 100) ** (1 / 4), 6);
  expect(entry.throughput.high).toBeGreaterThan(101);
});

it('two machines with several records that agree are the same within 3 %', () => {
  const of = (label: string, rates: number[], minute: number) =>
    rates.map((rate, i) => inventCompared({ name: `${label}${i}`, label, rate, minute: minute + i }));
  const records = [...of('one', [100, 100.2, 99.9], 0), ...of('two', [100.1, 100.3, 100], 10)];
  const [work] = compareMachines(records, options).works;
  expect(work!.comparisons[0]).toMatchObject({ verdict: 'same', design: 'means' });
  expect(work!.headline).toContain('are the same within 3 %');
});

it('all pairs of machines are one family', () => {
  const records = [100, 120, 150].map((rate, i) =>
    inventCompared({ name: `r${i}`, rate, label: `box ${i}` }),
  );
  const [work] = compareMachines(records, options).works;
  expect(work!.comparisons.map(({ of, to, isAnswer }) => [of, to, isAnswer])).toEqual([
    ['box 2', 'box 1', true],
    ['box 2', 'box 0', false],
    ['box 1', 'box 0', true],
  ]);
});

it('one machine alone is shown, with nothing to compare it with', () => {
  const [work] = compareMachines([fast], options).works;
  expect(work!.comparisons).toEqual([]);
  expect(work!.headline).toContain('nothing to compare it with');
});

it('what was measured on one machine only is not compared, and named', () => {
  const other = inventCompared({
    name: 'other',
    label: 'other box',
    run: {
      scenarios: [{ name: 'primes', hash: 'b' }],
      cases: [{ engine: 'threads', workers: 2, wallMs: 100 }],
    },
  });
  const document = compareMachines([fast, other], options);
  expect(document.works.map(({ comparisons }) => comparisons)).toEqual([[], []]);
  expect(document.findings.filter(({ check }) => check === 'not-everywhere')).toHaveLength(2);
});

describe('prices', () => {
  const catalog = inventCatalog({ 'a.fast': 0.36, 'a.slow': 0.18, 'a.poor': 0.36 });
  const on = (instanceType: string, rate: number) =>
    inventCompared({ name: instanceType, rate, host: { instanceType } });
  const records = [on('a.fast', 120), on('a.slow', 100), on('a.poor', 90), on('a.unknown', 80)];
  const document = compareMachines(records, { ...options, catalog });
  const [work] = document.works;

  it('give the cost of a million tasks: the whole machine for that time', () => {
    expect(work!.entries[1]).toMatchObject({ group: 'a.slow' });
    expect(work!.entries[1]!.secondsPerMillion.value).toBeCloseTo(10_000);
    expect(work!.entries[1]!.costPerMillion!.value).toBeCloseTo((10_000 / 3600) * 0.18);
    expect(work!.why).toContain('Cheapest of the 3 with a price: a.slow');
  });

  it('call a machine the cheapest with those beside it that may be as cheap', () => {
    const close = [on('a.fast', 120), on('a.slow', 61)];
    const [found] = compareMachines(close, { ...options, catalog }).works;
    expect(found!.why).toMatch(/Cheapest of the 2 with a price: a\.slow, .*; a\.fast may be as cheap\.$/);
    expect(work!.why).not.toContain('may be as cheap');
  });

  it('make a front of cost and time, of those that have one', () => {
    expect(work!.entries.map(({ group, onFront }) => [group, onFront])).toEqual([
      ['a.fast', true],
      ['a.slow', true],
      ['a.poor', false],
      ['a.unknown', null],
    ]);
  });

  it('name whom the data is of, and machines without one', () => {
    expect(document.attribution).toEqual(['Somebody, CC BY 4.0']);
    expect(document.findings.find(({ check }) => check === 'no-price')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('"a.unknown" is not in the catalog'),
    });
  });

  it('are a finding once they are old', () => {
    const later = compareMachines(records, { ...options, catalog, today: new Date('2027-06-01') });
    expect(later.findings.find(({ check }) => check === 'price-age')).toMatchObject({ severity: 'warning' });
  });
});
