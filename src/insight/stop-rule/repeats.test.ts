import { describe, expect, it } from 'vitest';
import { type History, type VisitNext, visitKey } from '../../measure/runner/index.js';
import type { RecordLine } from '../../record/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { Repeats, type RepeatsOptions } from './repeats.js';

const pool = (workers: number, more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  wallMs: 100 / workers,
  ...more,
});
const id = (workers: number) => `cycles/threads/imapUnordered/w${workers}/c1`;
const costs = { serialPassMs: () => 100, measured: new Map() };

function play(disturbedRounds: Record<number, number[]>, options: Partial<RepeatsOptions> = {}) {
  const run = inventRecord({
    host: { physicalCores: 4 },
    rounds: 3,
    stopped: null,
    cases: [
      { engine: 'serial', dispatch: 'map', wallMs: 100, disturbedRounds: disturbedRounds[0] ?? [] },
      ...[1, 2, 4].map((workers) => pool(workers, { disturbedRounds: disturbedRounds[workers] ?? [] })),
    ],
  });
  const { plan } = run.header;
  const repeats = new Repeats({
    cases: plan.cases,
    gate: plan.gate,
    rounds: null,
    maxTimeMs: 150_000,
    ...options,
  });
  const nextAfter = (rounds: number, elapsedMs = 10_000, more: RecordLine[] = []): VisitNext | undefined => {
    const lines = run.lines.filter((line) => !('round' in line) || (line.round ?? 0) <= rounds);
    const history: History = {
      lines: [...lines, ...more],
      rounds,
      confirmations: 0,
      elapsedMs,
      visitMs: new Map(),
    };
    return repeats.next(history, 500, costs);
  };
  const again = (round: number, workers: number, foreignCpu: number) => {
    const first = run.lines.find((line) => line.kind === 'observation' && line.case === id(workers))!;
    return { ...first, round, disturbance: { ...QUIET, foreignCpu } } as RecordLine;
  };
  return { repeats, nextAfter, again };
}

const QUIET = { foreignCpu: 0, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 };
const keysOf = (next: VisitNext | undefined) => (next?.visits ?? []).map(visitKey).sort();

describe('after a round', () => {
  it('nothing is repeated where nothing was disturbed', () => {
    const { nextAfter } = play({ 2: [1] });
    expect(nextAfter(0)).toBeUndefined();
    expect(nextAfter(2)).toBeUndefined();
  });

  it('a disturbed visit is repeated with its whole block, in the same round', () => {
    const next = play({ 2: [1] }).nextAfter(1);
    expect(next).toMatchObject({ purpose: 'repeat', observationMs: 500 });
    expect(keysOf(next)).toEqual([`ceiling of ${id(1)} at 2`, 'cycles/serial', id(1), id(2)]);
  });

  it('serial is repeated alone, a one-worker case with serial', () => {
    expect(keysOf(play({ 0: [1] }).nextAfter(1))).toEqual(['cycles/serial']);
    expect(keysOf(play({ 1: [1] }).nextAfter(1))).toEqual(['cycles/serial', id(1)]);
  });

  it('blocks of several disturbed visits share their references', () => {
    const keys = keysOf(play({ 2: [1], 4: [1] }).nextAfter(1));
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toContain(id(2));
    expect(keys).toContain(id(4));
  });

  it('what was disturbed again is repeated once more, and no further', () => {
    const { nextAfter, again } = play({ 2: [1] });
    nextAfter(1);
    expect(keysOf(nextAfter(1, 13_000, [again(1, 2, 0.9)]))).toContain(id(2));
    expect(nextAfter(1, 16_000, [again(1, 2, 0.9), again(1, 2, 0.9)])).toBeUndefined();
  });

  it('what was undisturbed the second time is not repeated', () => {
    const { nextAfter, again } = play({ 2: [1] });
    nextAfter(1);
    expect(nextAfter(1, 13_000, [again(1, 2, 0)])).toBeUndefined();
  });

  it('without a limit of time each block is repeated once', () => {
    const { nextAfter, again } = play({ 2: [1] }, { rounds: 10, maxTimeMs: null });
    expect(keysOf(nextAfter(1))).toContain(id(2));
    expect(nextAfter(1, 13_000, [again(1, 2, 0.9)])).toBeUndefined();
  });

  it('repeats take no more than their share of the time, and their time is told apart', () => {
    const { nextAfter, repeats } = play({ 2: [1, 2, 3] });
    expect(nextAfter(1, 10_000)).toBeDefined();
    nextAfter(2, 24_500);
    expect(repeats.spentMs).toBe(14_500);
    expect(nextAfter(3, 40_000)).toBeUndefined();
    expect(play({ 2: [1] }).nextAfter(1, 149_900)).toBeUndefined();
  });

  it('repeats are given up where most of them are disturbed as well', () => {
    const all = { 0: [1, 2, 3], 1: [1, 2, 3], 2: [1, 2, 3], 4: [1, 2, 3] };
    const { nextAfter, again } = play(all, { maxTimeMs: 1_000_000 });
    expect(nextAfter(1)).toBeDefined();
    nextAfter(1, 13_000, [again(1, 2, 0.9)]);
    nextAfter(1, 16_000, [again(1, 2, 0.9)]);
    expect(nextAfter(2, 20_000)).toBeUndefined();
  });
});
