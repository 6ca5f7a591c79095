import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { poolCostsOf } from './pool-costs-of.js';
import { predictCases } from './predict.js';

const TASKS = 240;
const TASK_MS = 4;
const work = { scenario: 'cycles', params: { tasks: TASKS } };

/** What a pool of long tasks takes where a chunk costs a worker 0.3 ms and 0.01 ms inside, and a task 0.05 ms. */
function pool(workers: number, chunksize: number, more: Partial<InventedCase> = {}): InventedCase {
  const chunks = TASKS / chunksize;
  const busyMs = (TASKS * TASK_MS * SLOWDOWN[workers]! + chunks * 0.01) / workers;
  const gapCpuMs = (chunks * 0.3 + TASKS * 0.05) / workers;
  // 0.1 ms of sending and as much receiving a chunk, 0.02 ms and as much a task, and 0.5 ms on the way.
  const sendMs = (chunks * 0.1 + TASKS * 0.02) / workers;
  const idleMs = gapCpuMs + 2 * sendMs + (chunks * 0.5) / workers;
  const lane = {
    busyMs,
    cpuMs: busyMs,
    waitMs: 0,
    gapCpuMs,
    gapWaitMs: 0,
    sendMs,
    idleMs,
    collectMs: 0.2,
    chunks: chunks / workers,
    startupMs: 50,
  };
  return { engine: 'threads', workers, chunksize, wallMs: busyMs + idleMs + 0.2, lane, ...more };
}

const SLOWDOWN: Record<number, number> = { 1: 1, 2: 1.1, 4: 1.5 };

const serial: InventedCase = {
  engine: 'serial',
  wallMs: TASKS * TASK_MS,
  lane: { cpuMs: TASKS * TASK_MS, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0 },
};

function costsOf(cases: readonly InventedCase[], basis = {}) {
  const record = inventRecord({
    host: { physicalCores: 8 },
    scenarios: [{ name: 'cycles', params: { tasks: TASKS }, tasks: TASKS }],
    cases: [serial, ...cases],
  });
  return poolCostsOf(analyse(record), work, 'threads', basis);
}

describe('what a pool costs beside the tasks', () => {
  const cases = [pool(1, 1), pool(1, 4), pool(1, 12), pool(4, 1), pool(4, 4), pool(4, 12)];

  it('is told apart into chunks, tasks and the way where several chunksizes were measured', () => {
    const costs = costsOf(cases)!;
    expect(costs.perChunkMs).toBeCloseTo(0.31, 3);
    expect(costs.perTaskMs).toBeCloseTo(0.05, 3);
    expect(costs.dispatcherPerChunkMs).toBeCloseTo(0.2, 3);
    expect(costs.dispatcherPerTaskMs).toBeCloseTo(0.04, 3);
    expect(costs.latencyMs).toBeCloseTo(0.5, 3);
    expect(costs).toMatchObject({ engine: 'threads', cores: 8, cpuShare: 1, handOverPerTaskMs: 0 });
    expect(costs.basis).toMatchObject({ rounds: 10 });
    expect(costs.basis.cases).toHaveLength(6);
  });

  it('has tasks slowed down as in the pools that were measured, between them in proportion', () => {
    const { slowdown } = costsOf(cases)!;
    const at = [1, 2, 4, 400].map(slowdown);
    expect(at[0]).toBeCloseTo(1, 3);
    expect(at[1]).toBeCloseTo(1 + 0.5 / 3, 3);
    expect(at[2]).toBeCloseTo(1.5, 3);
    expect(at[3]).toBe(at[2]);
  });

  it('is all the chunks’ where one chunksize was measured, and says so', () => {
    const costs = costsOf([pool(1, 4), pool(2, 4), pool(4, 4)])!;
    expect(costs.perTaskMs).toBe(0);
    expect(costs.perChunkMs).toBeCloseTo(0.3 + 4 * 0.05, 3);
    expect(costs.basis.assumptions!.join()).toContain('one chunksize was measured');
  });

  it('has the way from the end of passes where workers always have chunks in reserve', () => {
    const short = [1, 2, 4].flatMap((chunksize) => {
      const lane = { busyMs: 120 * 0.25, cpuMs: 120 * 0.25, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0, idleMs: 0 };
      // Half of the way; a message costs 0.2 ms, of which half comes after it.
      const ends = { collectMs: 0.4, sendMs: (120 / chunksize) * 0.1 };
      return { engine: 'threads', chunksize, wallMs: 31, lane: { ...lane, ...ends } };
    });
    const record = inventRecord({
      scenarios: [{ name: 'cycles', params: { tasks: 120 }, tasks: 120 }],
      cases: [{ ...serial, wallMs: 30, lane: { ...serial.lane, busyMs: 30, cpuMs: 30 } }, ...short],
    });
    const costs = poolCostsOf(analyse(record), { ...work, params: { tasks: 120 } }, 'threads')!;
    expect(costs.dispatcherPerChunkMs).toBeCloseTo(0.2, 3);
    expect(costs.latencyMs).toBeCloseTo(2 * 0.4 - 0.2, 3);
  });

  it('is of the dispatch that was asked for, where it has enough cases', () => {
    const dear = cases.map((one) => ({ ...one, dispatch: 'map', lane: { ...one.lane, gapCpuMs: 30 } }));
    const perChunk = (dispatch?: string) => costsOf([...cases, ...dear], dispatch ? { dispatch } : {})!;
    expect(perChunk('imapUnordered').perChunkMs).toBeCloseTo(0.31, 3);
    expect(perChunk('starmap').basis.cases).toEqual(perChunk('map').basis.cases);
    expect(perChunk('imap').basis.cases).toHaveLength(12);
  });

  it('is of consumers alone where they are asked for, and never of them where others are', () => {
    const consumer = { ...pool(1, 1), dispatch: 'consume' };
    const of = (dispatch?: string) =>
      costsOf([...cases, consumer], dispatch ? { dispatch } : {})!.basis.cases;
    expect(of('consume')).toHaveLength(1);
    expect(of('map')).toHaveLength(6);
    expect(of()).toHaveLength(6);
  });

  it('rests on the rounds and cases that count', () => {
    const odd = costsOf(cases, { inRound: (round: number) => round % 2 === 1 })!;
    expect(odd.basis.rounds).toBe(5);
    const some = costsOf(cases, { without: ({ workers }: { workers: number }) => workers === 4 })!;
    expect(some.basis.cases).toHaveLength(3);
  });

  it('leaves virtual workers a core each, and none of them a chunk in reserve', () => {
    const fake = cases.map((one) => ({ ...one, engine: 'fake' }));
    const record = inventRecord({
      scenarios: [{ name: 'cycles', params: { tasks: TASKS }, tasks: TASKS }],
      cases: [serial, ...fake],
    });
    const costs = poolCostsOf(analyse(record), work, 'fake')!;
    expect(costs).toMatchObject({ cores: Number.POSITIVE_INFINITY, chunksAWorker: 1 });
  });

  it('is not known of an engine that was not measured, nor of cold cases alone', () => {
    expect(costsOf([pool(1, 1, { engine: 'processes' })])).toBeUndefined();
    expect(costsOf([pool(1, 1, { cold: true })])).toBeUndefined();
  });
});

describe('a prediction', () => {
  const record = (off: number) =>
    inventRecord({
      host: { physicalCores: 8 },
      scenarios: [{ name: 'cycles', params: { tasks: TASKS }, tasks: TASKS }],
      cases: [
        serial,
        ...[1, 4, 12].flatMap((chunksize) => [pool(1, chunksize), pool(2, chunksize)]),
        pool(4, 1),
        pool(4, 4, { wallMs: off }),
        pool(4, 12),
      ],
    });
  const predicted = (off: number) => {
    const made = record(off);
    const { id } = analyse(made).cases.find(
      ({ case: one }) => one.workers === 4 && one.chunksize === 4,
    )!.case;
    return predictCases(analyse(made)).get(id)!;
  };

  it('comes near what costs like these give', () => {
    const { wallMs } = pool(4, 4);
    expect(predicted(wallMs as number).wallMs / (wallMs as number)).toBeCloseTo(1, 1);
  });

  it('knows nothing of the case it is for', () => {
    expect(predicted(100).wallMs).toBe(predicted(900).wallMs);
    expect(predicted(100).basis).toMatchObject({ cases: 8, rounds: 10 });
  });
});
