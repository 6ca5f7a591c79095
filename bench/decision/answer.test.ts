import { expect, it } from 'vitest';
import { answerOf, type ReportFacts } from './answer.js';

const serial = { engine: 'serial', workers: 1, chunksize: 48, speedup: { value: 1, low: 1, high: 1 } };
const pool = (value: number, low: number, high: number, chunksize = 1) => ({
  ...{ engine: 'threads', workers: 2, chunksize },
  speedup: { value, low, high },
});
const report = (
  recommendations: ReportFacts['recommendations'],
  cases: ReportFacts['cases'],
): ReportFacts => ({ recommendations, cases, stopped: { elapsedMs: 41_000, rounds: 9 } });

it('a recommended pool is the answer, with its own interval', () => {
  const cases = [serial, pool(1.7, 1.6, 1.8, 6), pool(1.9, 1.8, 2)];
  expect(answerOf(report([pool(1.7, 1.6, 1.8, 6)], cases))).toEqual({
    decision: 'pool',
    speedup: { value: 1.7, low: 1.6, high: 1.8 },
    chunksize: 6,
    elapsedMs: 41_000,
    rounds: 9,
  });
});

it('what a report says of itself holds', () => {
  const cases = [serial, pool(1.2, 0.4, 4.6)];
  const said = (verdict: 'pool' | 'serial' | 'undecided') =>
    answerOf(report([{ ...cases[1]!, verdict }], cases)).decision;
  expect([said('undecided'), said('pool')]).toEqual(['undecided', 'pool']);
  expect(answerOf(report([{ ...serial, verdict: 'undecided' }], cases))).toMatchObject({
    decision: 'undecided',
    speedup: { value: 1.2 },
  });
});

it('serial in a report without a verdict has decided only where the fastest pool is surely not faster', () => {
  const decision = (...pools: ReportFacts['cases']) =>
    answerOf(report([serial], [serial, ...pools])).decision;
  expect(decision(pool(0.7, 0.6, 0.8))).toBe('serial');
  expect(decision(pool(1, 0.95, 1.05))).toBe('serial');
  expect(decision(pool(1, 0.9, 1.1))).toBe('undecided');
  expect(decision(pool(0.7, 0.6, 0.8), pool(1.2, 0.5, 3, 6))).toBe('undecided');
});

it('a report that measured no pool, or recommends nothing, has decided nothing', () => {
  expect(answerOf(report([serial], [serial, { ...pool(1, 1, 1), speedup: null }]))).toMatchObject({
    ...{ decision: 'undecided', speedup: null, chunksize: null },
  });
  expect(answerOf(report([], [])).decision).toBe('undecided');
});

it('one worker is not the pool that is judged', () => {
  const one = { ...pool(1, 0.99, 1.01), workers: 1 };
  expect(answerOf(report([serial], [serial, one, pool(0.7, 0.6, 0.8)])).speedup?.value).toBe(0.7);
});
