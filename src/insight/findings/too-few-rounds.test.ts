import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { tooFewRounds } from './too-few-rounds.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return tooFewRounds(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('too few rounds', () => {
  it('are those below ten that were not disturbed', () => {
    const [finding] = find({ cases: [serial, pool({ disturbedRounds: [1] }), pool({ workers: 1 })] });
    expect(finding?.message).toBe('1 case has only 9 undisturbed rounds; a verdict needs 10.');
  });

  it('are told once for all cases', () => {
    const [finding] = find({
      rounds: 4,
      cases: [serial, pool({ disturbedRounds: [1] }), pool({ workers: 1 })],
    });
    expect(finding?.message).toBe('2 cases have only 3 to 4 undisturbed rounds; a verdict needs 10.');
  });

  it('are none where all were disturbed', () => {
    const [finding] = find({ rounds: 2, cases: [serial, pool({ disturbedRounds: [1, 2] })] });
    expect(finding?.message).toBe('1 case has no undisturbed round; a verdict needs 10.');
  });

  it('are not found from ten on', () => expect(find({ cases: [serial, pool()] })).toEqual([]));
});
