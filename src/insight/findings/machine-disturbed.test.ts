import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { machineDisturbed } from './machine-disturbed.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return machineDisturbed(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('a disturbed machine', () => {
  const slowWhen = (rounds: number[]) =>
    pool({
      wallMs: (round) => (rounds.includes(round) ? 100 : 50),
      disturbedRounds: rounds,
    });

  it('is told with the rounds, the worst load, and figures with and without', () => {
    const [finding] = find({ cases: [serial, slowWhen([2, 3])] });
    expect(finding?.message).toBe(
      'The machine was disturbed in 2 of 10 rounds (up to 0.90 CPU taken by other programs). cycles, 2 threads with imapUnordered, chunksize 1: 2.00× (2.00–2.00) over 8 undisturbed rounds, 1.74× (1.18–2.57) over all 10.',
    );
  });

  it('says so where the figures had to rest on all rounds', () => {
    const [finding] = find({ cases: [serial, slowWhen([1, 2, 3, 4, 5, 6, 7, 8])] });
    expect(finding?.message).toContain(
      '1.15× (0.69–1.92) over all 10 rounds, only 2 of which were undisturbed.',
    );
    expect(finding?.advice).toContain('doubt the figures that rest on all rounds');
  });

  it.each([
    [1, [1], 'in its only round'],
    [2, [1, 2], 'in both rounds'],
    [3, [1, 2, 3], 'in all 3 rounds'],
    [3, [2], 'in 1 of 3 rounds'],
  ])('of %d rounds says which: %j', (rounds, disturbedRounds, said) => {
    const [finding] = find({ rounds, cases: [serial, pool({ disturbedRounds })] });
    expect(finding?.message).toContain(`The machine was disturbed ${said} (`);
  });

  it('tells of steal', () => {
    const stolen = pool({ disturbedRounds: [1], disturbance: { stealShare: 0.12 } });
    expect(find({ cases: [serial, stolen] })[0]?.message).toContain('(up to 12 % stolen by the hypervisor)');
  });

  it('is not found on a quiet one', () => expect(find({ cases: [serial, pool()] })).toEqual([]));
});
