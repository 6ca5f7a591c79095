import { describe, expect, it } from 'vitest';
import { analyse } from './analysis/index.js';
import { chunkAdviceOf } from './chunks/index.js';
import { insight } from './index.js';
import { inventRecord } from './testing/invented-record.js';
import type { InventedCase } from './testing/invented-run.js';

const TASKS = 400;
/** Tasks of 0.05 ms; a worker waits 0.1 ms for each chunk. */
const pool = (chunksize: number): InventedCase => {
  const busyMs = TASKS * 0.025;
  const idleMs = (TASKS / chunksize / 2) * 0.1;
  const lane = { busyMs, cpuMs: busyMs, waitMs: 0, gapCpuMs: idleMs, gapWaitMs: 0, idleMs, sendMs: 0 };
  return { engine: 'threads', workers: 2, chunksize, wallMs: busyMs + idleMs, lane };
};

const record = inventRecord({
  scenarios: [{ name: 'short', params: {}, tasks: TASKS, taskMs: new Array(TASKS).fill(0.05) }],
  cases: [
    { engine: 'serial', wallMs: 20, lane: { busyMs: 20, cpuMs: 20, waitMs: 0 } },
    { ...pool(1), workers: 1 },
    pool(1),
    pool(4),
  ],
});

describe('what a record means', () => {
  const told = insight(record);

  it('is what the analysis says, and what is made of it', () => {
    const analysis = analyse(record);
    expect(told.cases).toEqual(analysis.cases);
    expect(told.recommendations).toEqual(analysis.recommendations);
    expect(told.chunkAdvice).toEqual(chunkAdviceOf(record, analysis));
    expect(told.chunkAdvice.length).toBeGreaterThan(0);
    expect(told.answers[0]).toMatchObject({ scenario: 'short' });
    expect(told.findings.length).toBeGreaterThan(0);
  });

  it.each(['measurements', 'cases', 'fits', 'chunkAdvice', 'answers', 'findings', 'predictions'] as const)(
    'is computed once: %s',
    (part) => expect(told[part]).toBe(told[part]),
  );

  it('is asked for by part: what a debugger held is no figure, and nothing is advised of it', () => {
    const { header, ...rest } = record;
    const held = insight({ header: { ...header, plan: { ...header.plan, inspected: true } }, ...rest });
    expect(held.chunkAdvice).toEqual([]);
    expect(held.findings.map(({ check }) => check)).toContain('inspected');
  });
});
