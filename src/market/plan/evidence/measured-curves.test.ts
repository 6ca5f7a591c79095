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

describe('how many workers the main thread can feed', () => {
  const mostFed = (mainCpuMs: number) => curvesFrom(source(mainCpuMs)).curves[0]!.mostFed;

  it('falls with what it takes for a chunk, but never below what was measured', () => {
    expect(mostFed(3)).toBeLessThan(mostFed(0.3));
    expect(mostFed(6000)).toBe(2);
  });
});
