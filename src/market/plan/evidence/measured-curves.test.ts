import { describe, expect, it } from 'vitest';
import { insight } from '../../../insight/index.js';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import { curvesFrom } from './measured-curves.js';

/** Twelve tasks of 1 ms on one and two threads; the main thread takes so much of its CPU for a pass. */
function source(mainCpuMs: number) {
  const record = inventRecord({
    host: { physicalCores: 2 },
    scenarios: [{ tasks: 12 }],
    cases: [
      { engine: 'serial', wallMs: 12 },
      { engine: 'threads', workers: 1, wallMs: 12 },
      { engine: 'threads', workers: 2, wallMs: 6 },
    ],
  });
  for (const line of record.lines) if (line.kind === 'observation') line.mainCpuMs = mainCpuMs;
  return { path: 'a', record, insight: insight(record), scenario: record.header.scenarios[0]! };
}

describe('the CPU quota that lets workers run freely', () => {
  const quotas = (given: Record<number, number>) => {
    const pool = (workers: number, quota?: number, throttledMs = 0) => ({
      ...{ engine: 'threads', workers, wallMs: 100 / Math.min(workers, quota ?? workers), throttledMs },
      ...(quota !== undefined && { quota }),
    });
    const record = inventRecord({
      host: { physicalCores: 2 },
      cases: [
        { engine: 'serial', wallMs: 100 },
        ...[pool(1), pool(2)],
        ...Object.entries(given).map(([quota, throttledMs]) => pool(2, Number(quota), throttledMs)),
      ],
    });
    const scenario = record.header.scenarios[0]!;
    return curvesFrom({ path: 'a', record, insight: insight(record), scenario }).curves[0]!.freeQuotas;
  };

  it('is the smallest that was measured to be enough, at its count', () => {
    expect(quotas({ 0.5: 80, 1: 50, 2: 0, 3: 0 })).toEqual(new Map([[2, 2]]));
  });

  it('is not known where none was enough, or none was measured', () => {
    expect(quotas({ 1: 50 })).toBeUndefined();
    expect(quotas({})).toBeUndefined();
  });
});

describe('how many workers the main thread can feed', () => {
  const mostFed = (mainCpuMs: number) => curvesFrom(source(mainCpuMs)).curves[0]!.mostFed;

  it('falls with what it takes for a chunk, but never below what was measured', () => {
    expect(mostFed(3)).toBeLessThan(mostFed(0.3));
    expect(mostFed(6000)).toBe(2);
  });
});
