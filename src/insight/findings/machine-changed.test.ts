import { describe, expect, it } from 'vitest';
import type { MachineChange, RecordLine, RunRecord } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { machineChanged } from './machine-changed.js';

const change = (round: number, to: Partial<MachineChange> = {}): MachineChange => ({
  kind: 'machine',
  round,
  allowed: [0],
  quotaCpus: null,
  ...to,
});

/** Two threads on two CPUs, which are as fast as one from the round of the first change on. */
function recordWith(changes: readonly MachineChange[], slowFrom = 11, slowTo = 10): RunRecord {
  const isSlow = (round: number) => round >= slowFrom && round <= slowTo;
  const record = inventRecord({
    host: { physicalCores: 2 },
    cases: [
      { engine: 'serial', wallMs: 100 },
      { engine: 'threads', workers: 2, wallMs: (round) => (isSlow(round) ? 100 : 50) },
    ],
  });
  const lines: RecordLine[] = [...record.lines];
  for (const each of changes) {
    const before = lines.findLastIndex(
      (line) => ('round' in line ? (line.round ?? 0) : 0) <= each.round && line.kind === 'observation',
    );
    lines.splice(before + 1, 0, each);
  }
  return { ...record, lines };
}

const find = (record: RunRecord) => machineChanged(record, analyse(record));
const poolOf = (record: RunRecord) =>
  analyse(record).cases.find(({ case: { engine } }) => engine === 'threads')!;

describe('a machine that changed under the run', () => {
  it('is told with what it was, what it became and when', () => {
    const record = recordWith([change(4)], 5);
    expect(find(record)).toEqual([
      {
        check: 'machine-changed',
        severity: 'warning',
        cases: ['cycles/serial', 'cycles/threads/imapUnordered/w2/c1'],
        message:
          'The CPUs this run may use changed from 0,1 to 0 in round 4. From such a round until everything is back as it was, measurements count as disturbed: they are not comparable with the rest.',
        advice: 'Run again without changing what the run may use.',
      },
    ]);
  });

  it('leaves figures that rest on the rounds before, the round of the change left out', () => {
    const { speedup, basis, disturbedRounds } = poolOf(recordWith([change(4)], 5));
    expect({ basis, disturbedRounds }).toEqual({ basis: 'undisturbed', disturbedRounds: 7 });
    expect(speedup).toMatchObject({ value: expect.closeTo(2, 9), low: expect.closeTo(2, 9) });
  });

  it('counts again once all is as it was', () => {
    const record = recordWith([change(4), change(6, { allowed: [0, 1] })], 5, 6);
    expect(poolOf(record)).toMatchObject({ basis: 'undisturbed', disturbedRounds: 3 });
    expect(find(record)[0]?.message).toContain(
      'changed from 0,1 to 0 in round 4. The CPUs this run may use changed from 0 to 0,1 in round 6.',
    );
  });

  it('says so where too few rounds came before it', () => {
    const record = recordWith([change(2)], 3);
    expect(poolOf(record).basis).toBe('all');
    expect(find(record)[0]?.advice).toMatch(/^Too few rounds are left, so some figures mix both/);
  });

  it('may have another quota, or both', () => {
    const quota = recordWith([change(4, { allowed: [0, 1], quotaCpus: 1.5 })]);
    expect(find(quota)[0]?.message).toMatch(/^The CPU quota changed from none to 1\.5 CPUs in round 4\./);
    const both = recordWith([change(4, { quotaCpus: 0.5 })]);
    expect(find(both)[0]?.message).toMatch(
      /^The CPUs this run may use changed from 0,1 to 0, and the CPU quota changed from none to 0\.5 CPUs in round 4\./,
    );
  });

  it('that changed all the time is not told time by time', () => {
    const changes = [2, 3, 4, 5, 6].map((round) => change(round, { allowed: round % 2 ? [0, 1] : [0] }));
    const [finding, ...others] = find(recordWith(changes));
    expect(others).toEqual([]);
    expect(finding?.message).toContain('in round 4. They changed 2 more times.');
  });

  it('is another one in the confirmation alone', () => {
    const message = find(recordWith([change(1, { confirmation: true })]))[0]?.message;
    expect(message).toContain('in round 1 of the confirmation.');
  });

  it('is not found where nothing changed', () => {
    const record = recordWith([]);
    expect(find(record)).toEqual([]);
    expect(poolOf(record)).toMatchObject({ basis: 'undisturbed', disturbedRounds: 0 });
  });
});
