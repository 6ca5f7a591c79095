import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { interrupted } from './interrupted.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return interrupted(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('a run that did not end by itself', () => {
  const cases = [serial, pool()];

  it.each([
    ['warning', { reason: 'interrupted' as const, rounds: 3 }, 'The run was interrupted after 3 rounds.'],
    [
      'error',
      { reason: 'failed' as const, rounds: 1, message: 'The disk is full.' },
      'The run failed after 1 round: The disk is full.',
    ],
    [
      'warning',
      null,
      'The record ends without saying why, after 10 rounds: the run was killed or is still going on.',
    ],
  ])('is a %s: %j', (severity, stopped, message) => {
    expect(find({ cases, stopped })).toMatchObject([{ severity, message }]);
  });

  it('does not say that figures hold where there are none', () => {
    const [none] = find({ cases, stopped: { reason: 'interrupted', rounds: 0 } });
    const [some] = find({ cases, stopped: { reason: 'interrupted', rounds: 1 } });
    const [failed] = find({ cases, stopped: { reason: 'failed', rounds: 0, message: 'No case is left.' } });
    const [late] = find({ cases, stopped: { reason: 'failed', rounds: 1, message: 'No case is left.' } });
    expect([none?.advice, failed?.advice, late?.advice, some?.advice]).toEqual([
      'No round finished, so there are no figures: run again.',
      'No round finished, so there are no figures: fix what failed, and run again.',
      'Fix what failed, and run again; the figures hold for the rounds that were done.',
      'The figures hold for the rounds that were done; `npx corewise run --resume` with the folder of the run measures the rest.',
    ]);
  });

  it('is not found where the rounds were done', () => expect(find({ cases })).toEqual([]));
});
