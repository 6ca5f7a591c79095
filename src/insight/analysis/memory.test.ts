import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../record/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { memoryGrowth, workersHeld } from './memory.js';

const pool = (workers: number, lane: InventedCase['lane']): InventedCase => ({
  engine: 'threads',
  workers,
  wallMs: 100,
  lane: lane!,
});

function growthOf(cases: readonly InventedCase[], change: (record: RunRecord) => RunRecord = (same) => same) {
  const record = change(inventRecord({ host: { physicalCores: 8 }, cases }));
  return memoryGrowth(record, record.header.plan.cases);
}

/** What the process held before its threads were started. */
const withBase =
  (baseMemoryMiB: number) =>
  (record: RunRecord): RunRecord => ({
    ...record,
    lines: record.lines.map((line) => (line.kind === 'observation' ? { ...line, baseMemoryMiB } : line)),
  });

const each = (peakMemoryMiB: number) => ({ peakMemoryMiB });
const exactly = (value: number) => ({
  value: expect.closeTo(value, 9),
  low: expect.closeTo(value, 9),
  high: expect.closeTo(value, 9),
});

describe('the memory of a setting', () => {
  it('is what it needs anyway, and what each worker adds', () => {
    const growth = growthOf([pool(1, each(150)), pool(2, each(125)), pool(4, each(112.5))])!;
    expect(growth).toMatchObject({
      counts: [1, 2, 4],
      baseMiB: expect.closeTo(50, 9),
      perWorkerMiB: expect.closeTo(100, 9),
      isProportional: false,
    });
    expect(growth.at(8)).toEqual(exactly(850));
  });

  it('holds what the process held before its threads were started', () => {
    const growth = growthOf([pool(1, each(100)), pool(4, each(100))], withBase(60))!;
    expect(growth).toMatchObject({ baseMiB: expect.closeTo(60, 9), perWorkerMiB: expect.closeTo(100, 9) });
  });

  it('of one count begins at that, or is in proportion where it is not known', () => {
    expect(growthOf([pool(4, each(100))], withBase(60))).toMatchObject({
      baseMiB: 60,
      perWorkerMiB: 100,
      isProportional: false,
    });
    expect(growthOf([pool(4, each(100))])).toMatchObject({
      baseMiB: 0,
      perWorkerMiB: 100,
      isProportional: true,
    });
  });

  it('has no part below 0', () => {
    // 40 and 100 in all: a line through both would begin at -20.
    expect(growthOf([pool(1, each(40)), pool(2, each(50))])).toMatchObject({ baseMiB: 4, perWorkerMiB: 48 });
    expect(growthOf([pool(1, each(100)), pool(2, each(40))])).toMatchObject({
      perWorkerMiB: 0,
      baseMiB: 100,
    });
  });

  it('is never less than any observation, and its need has an interval over rounds', () => {
    const growth = growthOf([pool(1, (round) => each(round === 3 ? 130 : 100))])!;
    expect(growth.perWorkerMiB).toBeCloseTo(103, 9);
    expect(growth.baseMiB + growth.perWorkerMiB).toBeCloseTo(130, 9);
    const { value, low, high } = growth.at(2)!;
    expect(value).toBeCloseTo(206, 9);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it('is not known where a worker does not tell', () => {
    expect(growthOf([pool(2, {})])).toBeUndefined();
  });
});

describe('the workers that a memory holds', () => {
  it.each([
    [1024, { baseMiB: 0, perWorkerMiB: 300 }, 3],
    [1024, { baseMiB: 124, perWorkerMiB: 300 }, 3],
    [1024, { baseMiB: 125, perWorkerMiB: 300 }, 2],
    [1024, { baseMiB: 2000, perWorkerMiB: 300 }, 0],
    [1024, { baseMiB: 10, perWorkerMiB: 0 }, Number.POSITIVE_INFINITY],
    [1024, { baseMiB: 2000, perWorkerMiB: 0 }, 0],
  ])('%d MiB, %j: %d', (memoryMiB, growth, workers) => {
    expect(workersHeld(memoryMiB, growth)).toBe(workers);
  });
});
