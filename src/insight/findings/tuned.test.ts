import { expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { checks } from './index.js';
import { tuned } from './tuned.js';

const id = (workers: number) => `cycles/threads/imapUnordered/w${workers}/c1`;
const behind = (workers: number, round: number) => ({
  ...{ kind: 'settled' as const, case: id(workers), reason: 'behind' as const, round },
  message: 'Not among the best 2.',
});

/** Four threads go on for six rounds; the others are left behind after one or two. */
const record = (isTuned: boolean) =>
  inventRecord({
    host: { physicalCores: 8 },
    rounds: 6,
    plan: { rounds: null, minRounds: 6, ...(isTuned && { tuned: true }) },
    stopped: { reason: 'precise' },
    cases: [
      { engine: 'serial', wallMs: 120 },
      ...[1, 2, 3, 4].map((workers) => ({
        engine: 'threads',
        workers,
        wallMs: (round: number) => (round <= [1, 1, 2, 6][workers - 1]! ? 120 / workers : null),
      })),
    ],
    lines: [behind(1, 1), behind(2, 1), behind(3, 2)],
  });

const said = (isTuned: boolean) => tuned(record(isTuned), analyse(record(isTuned)));

it('says over how many settings, at what cost, and when the others were left behind', () => {
  expect(said(true)).toMatchObject([
    {
      check: 'tuned',
      severity: 'info',
      cases: [1, 2, 3, 4].map(id),
      message:
        'cycles: tuned over 4 settings in 16 observations; 10 rounds of all would take 50. Left behind: 2 after round 1 and 1 after round 2.',
    },
  ]);
});

it('is silent where all settings were measured alike', () => {
  expect(said(false)).toEqual([]);
});

it('what was left behind is compared with nothing, and nobody is told to measure it longer', () => {
  const analysis = analyse(record(true));
  expect(analysis.recommendations[0]).toMatchObject({ caseId: id(4), verdict: 'pool' });
  expect(analysis.recommendations[0]!.headline).toMatch(
    /^cycles: use 4 threads with imapUnordered, chunksize 1 \(tuned over 4 settings\): 4\.00× as fast as serial/,
  );
  expect(analysis.recommendations[0]!.why).toBe('It is the fastest; the next is serial.');
  expect(analysis.comparisons.map((one) => one.case)).toEqual([id(4)]);
  for (const name of ['too-few-rounds', 'wide-spread', 'stopped-early']) {
    const { check } = checks.find((one) => one.name === name)!;
    expect(check(record(true), analysis as never)).toEqual([]);
  }
});
