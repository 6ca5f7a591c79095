import { describe, expect, it } from 'vitest';
import { visitKey } from '../../measure/runner/index.js';
import type { RecordLine } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { Confirmation } from './confirmation.js';

const costs = { serialPassMs: () => 100, measured: new Map() };

function confirm({ poolMs = 50, maxTimeMs = 150_000 } = {}) {
  const record = inventRecord({
    stopped: null,
    cases: [
      { engine: 'serial', wallMs: 100 },
      { engine: 'threads', workers: 1, wallMs: 101 },
      { engine: 'threads', workers: 1, chunksize: 4, wallMs: 101 },
      { engine: 'threads', workers: 2, wallMs: poolMs },
    ],
  });
  const confirmation = new Confirmation(record.header.plan.cases, maxTimeMs);
  return (confirmations: number, elapsedMs = 120_000, more: RecordLine[] = []) => {
    const lines = [...record.lines, ...more];
    const history = { lines, rounds: 10, confirmations, elapsedMs, visitMs: new Map<string, number>() };
    return confirmation.next(history, 500, costs, () => analyse(record));
  };
}

const pool = 'cycles/threads/imapUnordered/w2/c1';

describe('the confirmation', () => {
  it('visits what is recommended, its one worker and serial, in five fresh rounds', () => {
    const next = confirm();
    expect(next(0)?.visits.map(visitKey)).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      pool,
    ]);
    expect(next(4)).toMatchObject({ purpose: 'confirmation' });
    expect(next(5)).toBeUndefined();
  });

  it('ends when time does', () => {
    const next = confirm();
    expect(next(0)).toBeDefined();
    expect(next(3, 149_500)).toBeUndefined();
  });

  it('is not begun where there is no time for as many rounds as say something', () => {
    expect(confirm()(0, 147_000)).toBeUndefined();
  });

  it('is not made of serial', () => expect(confirm({ poolMs: 200 })(0)).toBeUndefined());

  it('leaves out what failed in it', () => {
    const next = confirm();
    next(0);
    const visits = next(1, 121_000, [{ kind: 'failed', case: pool, reason: 'it threw' }])?.visits ?? [];
    expect(visits.map(visitKey)).not.toContain(pool);
  });
});
