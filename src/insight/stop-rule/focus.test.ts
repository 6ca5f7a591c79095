import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { focusOf } from './focus.js';

const serial: InventedCase = { engine: 'serial', wallMs: 100 };
const pool = (workers: number, wallMs: number, more: Partial<InventedCase> = {}): InventedCase => ({
  engine: 'threads',
  workers,
  wallMs,
  ...more,
});

function focusOn(cases: InventedCase[], rounds = 3) {
  const record = inventRecord({ host: { physicalCores: 8 }, cases, rounds });
  return focusOf(record.header.plan.cases, analyse(record)).map(
    ({ engine, workers }) => `${engine} ${workers}`,
  );
}

describe('after the screening, time goes to', () => {
  it('serial and the three that lead', () => {
    const cases = [serial, pool(4, 26), pool(5, 25.5), pool(6, 25), pool(7, 24.9)];
    expect(focusOn(cases)).toEqual(['serial 1', 'threads 5', 'threads 6', 'threads 7']);
  });

  it('none that is more than a tenth behind the best', () => {
    expect(focusOn([serial, pool(2, 52), pool(8, 15)])).toEqual(['serial 1', 'threads 8']);
  });

  it('the one worker that their figures are ratios to', () => {
    const one = pool(1, 101, { role: 'reference' });
    expect(focusOn([serial, one, pool(2, 52)])).toEqual(['serial 1', 'threads 1', 'threads 2']);
  });

  it('what was not screened yet', () => {
    const late = pool(4, 30, { wallMs: (round) => (round === 3 ? 90 : null) });
    expect(focusOn([serial, pool(8, 15), late])).toEqual(['serial 1', 'threads 8', 'threads 4']);
  });

  it('no smaller set of cores, no cold start: they answer other questions', () => {
    const cases = [serial, pool(2, 52), pool(2, 51, { cold: true }), pool(2, 50, { cpus: [0, 1] })];
    expect(focusOn(cases)).toEqual(['serial 1', 'threads 2']);
  });
});
