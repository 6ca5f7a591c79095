import { describe, expect, it } from 'vitest';
import type { Visit } from '../../measure/runner/index.js';
import type { RunRecord } from '../../record/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { MemoryRoom } from './memory-room.js';

const GIB = 1024;
const counts = [1, 2, 4, 8];

/** Processes at all counts, of which some were measured: what each worker held, MiB, by count. */
function record(heldMiB: Record<number, number>, more: Partial<InventedRun> = {}, engine = 'processes') {
  const pool = (workers: number): InventedCase => ({
    engine,
    workers,
    ...(heldMiB[workers] !== undefined && { wallMs: 100, peakMemoryMiB: heldMiB[workers]! }),
  });
  return inventRecord({
    host: { physicalCores: 8, memoryGiB: 7.5 },
    rounds: 1,
    cases: [{ engine: 'serial', wallMs: 100 }, ...counts.map(pool)],
    ...more,
  });
}

function roomOf({ header }: RunRecord, limitMiB?: number, serialMiB?: number, sharedMiB = 0): MemoryRoom {
  return new MemoryRoom({ header, limitMiB, sharedMiB, serialMiB: () => serialMiB });
}

function visit({ header }: RunRecord, workers: number): Visit {
  return {
    kind: 'case',
    case: header.plan.cases.find((one) => one.workers === workers && one.engine !== 'serial')!,
  };
}

const why = (of: RunRecord, workers: number, limitMiB?: number) =>
  roomOf(of, limitMiB).whyNot(visit(of, workers), of.lines);

describe('what cannot fit is not begun', () => {
  it('by what fewer workers held', () => {
    expect(why(record({ 1: 1.2 * GIB }), 8)).toBe(
      '8 processes × 1.20 GiB, as measured with 1, need 9.60 GiB; this machine has 7.50 GiB.',
    );
    expect(why(record({ 1: 1.2 * GIB, 2: 1.2 * GIB, 4: 1.2 * GIB }), 8)).toContain(
      'as measured with 1, 2 and 4, need',
    );
  });

  it('with what does not grow with them', () => {
    // 1.5 GiB and 0.9 a worker: 2.4 in all, then 3.3.
    expect(why(record({ 1: 2.4 * GIB, 2: 1.65 * GIB }), 8)).toBe(
      '8 processes × 922 MiB and 1.50 GiB beside them, as measured with 1 and 2, need 8.70 GiB; this machine has 7.50 GiB.',
    );
  });

  it('less what all processes of Node have in memory once', () => {
    const of = record({ 1: 1000 });
    const room = roomOf(of, undefined, undefined, 100);
    // 900 of its own and 100 of all: 7,300 of 7,680.
    expect(room.whyNot(visit(of, 8), of.lines)).toBeUndefined();
    const threads = record({ 1: 1000 }, {}, 'threads');
    expect(roomOf(threads, undefined, undefined, 100).whyNot(visit(threads, 8), threads.lines)).toBe(
      '8 threads × 0.977 GiB, as measured with 1, need 7.81 GiB; this machine has 7.50 GiB.',
    );
    const more = record({ 1: 1100 });
    expect(roomOf(more, undefined, undefined, 100).whyNot(visit(more, 8), more.lines)).toBe(
      '8 processes × 0.977 GiB and 100 MiB beside them, as measured with 1, need 7.91 GiB; this machine has 7.50 GiB.',
    );
  });

  it('in a cgroup that has less than the machine', () => {
    const host = { physicalCores: 8, memoryGiB: 64, memoryLimitGiB: 4 };
    expect(why(record({ 1: GIB }, { host }), 8)).toMatch(/need 8\.00 GiB; a cgroup allows 4\.00 GiB\.$/);
    expect(why(record({ 1: GIB }, { host }), 4)).toBeUndefined();
  });

  it('exactly from where it does not fit any more', () => {
    expect(why(record({ 1: (7.5 * GIB) / 8 }), 8)).toBeUndefined();
    expect(why(record({ 1: (7.5 * GIB) / 8 + 1 }), 8)).toMatch(/^8 processes/);
  });

  it('by what a worker may hold, where nothing was measured', () => {
    expect(why(record({}), 8, 2 * GIB)).toBe(
      '8 processes × 2.00 GiB of --max-worker-memory need 16.0 GiB; this machine has 7.50 GiB.',
    );
    expect(why(record({}), 2, 2 * GIB)).toBeUndefined();
    expect(why(record({ 1: 100 }), 8, 2 * GIB)).toBeUndefined();
  });

  it('but one worker is always tried, and so is what was measured once', () => {
    expect(why(record({}), 1, 64 * GIB)).toBeUndefined();
    expect(why(record({ 1: 3 * GIB, 8: 3 * GIB }), 8)).toBeUndefined();
  });

  it('and what nobody knows is begun', () => {
    expect(why(record({}), 8)).toBeUndefined();
    expect(why(record({ 1: 3 * GIB }, {}, 'threads'), 8)).toMatch(/^8 threads/);
    const promises = record({ 1: 3 * GIB }, {}, 'promises');
    expect(why(promises, 8)).toBeUndefined();
  });

  it('also as a ceiling', () => {
    const of = record({ 1: 1.2 * GIB });
    const { scenario, params, engine, cores, cpus, id } = of.header.plan.cases[1]!;
    const ceiling = { scenario, params, engine, cores, cpus, workers: 8, reference: id };
    expect(roomOf(of).whyNot({ kind: 'ceiling', ceiling }, of.lines)).toMatch(/^8 processes × 1\.20 GiB/);
  });
});

describe('what may not fit waits for fewer workers', () => {
  const isUnsure = (of: RunRecord, workers: number, limitMiB?: number, serialMiB?: number) =>
    roomOf(of, limitMiB, serialMiB).isUnsure(visit(of, workers), of.lines);

  it('where as many serials would need more than half of the memory', () => {
    expect(counts.filter((workers) => isUnsure(record({}), workers, undefined, GIB))).toEqual([4, 8]);
    expect(counts.filter((workers) => isUnsure(record({}), workers, undefined, 100))).toEqual([]);
  });

  it('or as many as may hold what is allowed', () => {
    expect(counts.filter((workers) => isUnsure(record({}), workers, 2 * GIB, 100))).toEqual([2, 4, 8]);
  });

  it('but not once it was measured', () => {
    expect(isUnsure(record({ 8: 800 }), 8, undefined, GIB)).toBe(false);
  });
});
