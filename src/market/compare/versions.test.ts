import { describe, expect, it } from 'vitest';
import { documentSchema } from './schema.js';
import { inventCompared, inventSeries, options } from './testing/invented-records.js';
import { compareVersions } from './versions.js';

const answerOf = (document: ReturnType<typeof compareVersions>) => document.works[0]!.comparisons[0]!;

describe('records made alternately', () => {
  // The machine slows down by a fifth meanwhile; each pair differs by a tenth.
  const drifting = [100, 95, 90, 85, 80];
  const before = inventSeries('before', drifting, 0);
  const after = inventSeries(
    'after',
    drifting.map((rate) => 0.9 * rate),
    1,
  );
  const document = compareVersions(after, before, options);

  it('is a valid document', () => {
    expect(documentSchema.parse(document)).toEqual(document);
  });

  it('are compared pair by pair, so that drift hits both sides', () => {
    expect(answerOf(document)).toMatchObject({
      verdict: 'slower',
      design: 'pairs',
      records: { of: 5, to: 5 },
    });
    expect(answerOf(document).ratio.low).toBeCloseTo(0.9, 6);
    expect(answerOf(document).ratio.high).toBeCloseTo(0.9, 6);
  });

  it('say so in one sentence', () => {
    expect(document.works[0]!.headline).toContain('10 % slower');
    expect(document.works[0]!.why).toContain('5 pairs of records that were made alternately');
  });
});

describe('records made one side after the other', () => {
  const before = inventSeries('before', [100, 102, 98, 101], 0, 1);
  const after = inventSeries('after', [90, 91, 89, 90], 10, 1);
  const document = compareVersions(after, before, options);

  it('are compared by their means, and doubted', () => {
    expect(answerOf(document)).toMatchObject({ verdict: 'slower', design: 'means' });
    expect(document.findings.map(({ check }) => check)).toContain('not-in-turns');
  });
});

describe('a record whose rounds other load disturbed', () => {
  const disturbed = (name: string, minute: number) =>
    inventCompared({
      name,
      minute,
      run: {
        cases: [
          { engine: 'serial', wallMs: 240 },
          { engine: 'threads', workers: 2, wallMs: 240, disturbedRounds: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
        ],
      },
    });
  const rates = [100, 101, 99, 100, 100];

  it('is left out with its partner where three pairs remain', () => {
    const after = inventSeries('after', rates, 1).with(2, disturbed('after3', 5));
    const document = compareVersions(after, inventSeries('before', rates), options);
    expect(answerOf(document)).toMatchObject({ verdict: 'same', design: 'pairs', records: { of: 4, to: 4 } });
    expect(document.works[0]!.entries.map(({ throughput }) => Math.round(throughput.value))).toEqual([
      100, 100,
    ]);
    expect(document.findings.find(({ check }) => check === 'disturbed')?.message).toContain('after3');
  });

  it('is left out where three records of its side remain', () => {
    const after = [...inventSeries('after', rates.slice(0, 3), 20), disturbed('after4', 40)];
    const document = compareVersions(after, inventSeries('before', rates), options);
    expect(answerOf(document)).toMatchObject({ design: 'means', records: { of: 3, to: 5 } });
  });

  it.each([
    ['what the load could have made is no difference', 80, 'cannot tell yet'],
    ['what is far more than the load took is one', 200, 'faster'],
  ])('is compared alone: %s', (_, rate, verdict) => {
    // 0.9 of 2 CPUs in nine of ten rounds: without the load it might have done 1.7 times as much.
    const document = compareVersions(
      [inventCompared({ name: 'after', rate, minute: 1 })],
      [disturbed('before', 0)],
      options,
    );
    expect(answerOf(document)).toMatchObject({ verdict, design: 'one record' });
    expect(answerOf(document).ratio.value).toBeCloseTo(rate / 50, 6);
  });

  it('counts where fewer remain', () => {
    const after = [...inventSeries('after', rates.slice(0, 2), 20), disturbed('after3', 40)];
    const document = compareVersions(after, inventSeries('before', rates), options);
    expect(answerOf(document)).toMatchObject({ verdict: 'cannot tell yet', records: { of: 3, to: 5 } });
  });
});

describe('one record of each', () => {
  const one = (name: string, rate: number, minute: number) => inventCompared({ name, rate, minute });

  it('are called slower only beyond what runs are assumed to differ by', () => {
    const within = compareVersions([one('after', 95, 1)], [one('before', 100, 0)], options);
    const beyond = compareVersions([one('after', 94, 1)], [one('before', 100, 0)], options);
    expect(answerOf(within)).toMatchObject({ verdict: 'cannot tell yet', design: 'one record' });
    expect(answerOf(beyond)).toMatchObject({ verdict: 'slower' });
  });

  it('are never the same', () => {
    const equal = compareVersions([one('after', 100, 1)], [one('before', 100, 0)], options);
    expect(answerOf(equal).verdict).toBe('cannot tell yet');
  });
});

it('one record against several takes what runs are assumed to differ by for the one', () => {
  const document = compareVersions(
    [inventCompared({ name: 'after', rate: 97, minute: 9 })],
    inventSeries('before', [100, 100.1, 99.9]),
    options,
  );
  expect(answerOf(document)).toMatchObject({ verdict: 'cannot tell yet', design: 'one record' });
});

describe('a margin', () => {
  const before = inventSeries('before', [100, 101, 99, 100, 100], 0);
  const slower = (share: number) =>
    inventSeries(
      'after',
      [100, 101, 99, 100, 100].map((rate) => rate * (1 - share)),
      1,
    );

  it('is exceeded where something is surely slower by more', () => {
    const document = compareVersions(slower(0.1), before, { ...options, margin: 0.05 });
    expect(document.regression).toEqual({ margin: 0.05, isFound: true });
    expect(answerOf(document).isRegression).toBe(true);
  });

  it('is not exceeded by a smaller slowdown, however sure', () => {
    const document = compareVersions(slower(0.04), before, { ...options, margin: 0.05 });
    expect(answerOf(document).verdict).toBe('slower');
    expect(document.regression!.isFound).toBe(false);
  });

  it('is not exceeded where the interval reaches it, whatever the value is', () => {
    const noisy = inventSeries('after', [70, 110, 88, 95, 82], 1);
    const document = compareVersions(noisy, before, { ...options, margin: 0.05 });
    expect(answerOf(document).ratio.value).toBeLessThan(0.95);
    expect(document.regression!.isFound).toBe(false);
  });
});

it('the answer rests on the setting that is fastest over both sides together', () => {
  const record = (name: string, minute: number, [four, two]: [number, number]) =>
    inventCompared({
      name,
      minute,
      run: {
        cases: [
          { engine: 'threads', workers: 4, wallMs: 12_000 / four },
          { engine: 'threads', workers: 2, wallMs: 12_000 / two },
        ],
      },
    });
  const document = compareVersions(
    [record('after', 1, [150, 100])],
    [record('before', 0, [90, 100])],
    options,
  );
  const [work] = document.works;
  expect(work!.comparisons.map(({ setting, isAnswer }) => [setting!.workers, isAnswer])).toEqual([
    [4, true],
    [2, false],
  ]);
  expect(work!.why).toContain('Fastest before: 2 threads');
  expect(work!.why).toContain('Of 1 other setting: 1 cannot tell yet.');
});

it('other code is the point, and only said', () => {
  const document = compareVersions(
    [inventCompared({ name: 'after', hash: 'b'.repeat(64) })],
    [inventCompared({ name: 'before', hash: 'a'.repeat(64) })],
    options,
  );
  const finding = document.findings.find(({ check }) => check === 'other-code');
  expect(finding).toMatchObject({ severity: 'info' });
  expect(finding!.message).toContain('aaaaaaaaaaaa → bbbbbbbbbbbb');
});

it('sides with nothing in common are refused, with what each of them ran', () => {
  const other = inventCompared({
    name: 'after',
    run: { scenarios: [{ name: 'primes' }], cases: [{ engine: 'threads', wallMs: 100 }] },
  });
  expect(() => compareVersions([other], [inventCompared({ name: 'before' })], options)).toThrow(
    /nothing in common: before ran cycles .*; after ran primes/,
  );
});
