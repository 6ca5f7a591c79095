import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { notConfirmed } from './not-confirmed.js';

const fresh = (wallMs: number) => new Array<number>(5).fill(wallMs);
const find = (pool: Partial<InventedCase>, run: Partial<InventedRun> = {}) => {
  const record = inventRecord({
    plan: { rounds: null },
    stopped: { reason: 'precise' },
    ...run,
    cases: [
      { engine: 'serial', wallMs: 120, confirmationMs: fresh(120) },
      { engine: 'threads', workers: 2, wallMs: 60, ...pool },
    ],
  });
  return notConfirmed(record, analyse(record));
};

describe('a recommendation that is not confirmed', () => {
  it('is a warning where fresh rounds contradict it', () => {
    expect(find({ confirmationMs: fresh(80) })).toMatchObject([
      {
        severity: 'warning',
        cases: ['cycles/threads/imapUnordered/w2/c1'],
        message:
          'cycles, 2 threads with imapUnordered, chunksize 1: not confirmed: 5 fresh rounds gave 1.50× (1.50–1.50) over serial, but the rounds that chose it gave 2.00× (2.00–2.00).',
      },
    ]);
  });

  it('is told of where fresh rounds could not tell', () => {
    const disturbedRounds = [1, 2, 3, 4, 5];
    expect(find({ confirmationMs: fresh(80), disturbedRounds })[0]).toMatchObject({
      severity: 'info',
      message: expect.stringContaining('too wide or too disturbed to confirm'),
    });
  });

  it('is told of where no time was left', () => {
    expect(find({})[0]?.message).toContain('no time was left to confirm it');
  });

  it.each<[string, Partial<InventedCase>, Partial<InventedRun>]>([
    ['it is confirmed', { confirmationMs: fresh(60) }, {}],
    ['serial is recommended', { wallMs: 240 }, {}],
    ['the rounds were fixed', {}, { plan: { rounds: 10 }, stopped: {} }],
    ['the run was interrupted', {}, { stopped: { reason: 'interrupted' } }],
  ])('is nothing to tell of where %s', (_, pool, run) => expect(find(pool, run)).toEqual([]));
});
