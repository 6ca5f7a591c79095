import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { casesDropped, casesSkipped } from './cases-left-out.js';

const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

const find = (check: typeof casesSkipped, run: InventedRun) => {
  const record = inventRecord(run);
  return check(record, analyse(record));
};

describe('cases that were left out', () => {
  it('skipped ones are told by reason, with the first few names', () => {
    const skipped = [1, 2, 3, 4].map((workers) => ({
      engine: 'piscina',
      workers,
      skipped: 'piscina is not installed.',
    }));
    const findings = find(casesSkipped, {
      cases: [serial, ...skipped, { engine: 'bun', skipped: 'Bun is absent.' }],
    });
    expect(findings.map(({ message }) => message)).toEqual([
      '4 cases ("cycles, 1 worker of piscina with imapUnordered, chunksize 1", "cycles, 2 workers of piscina with imapUnordered, chunksize 1", "cycles, 3 workers of piscina with imapUnordered, chunksize 1" and 1 more) were skipped: piscina is not installed.',
      '1 case ("cycles, 1 worker of bun with imapUnordered, chunksize 1") was skipped: Bun is absent.',
    ]);
  });

  it('dropped ones are a warning', () => {
    const [finding] = find(casesDropped, { cases: [serial, pool({ dropped: 'time was short.' })] });
    expect(finding).toMatchObject({
      severity: 'warning',
      message: '1 case ("cycles, 2 threads with imapUnordered, chunksize 1") was left out: time was short.',
      // Two cases in ten rounds would take the 10 s that were not enough, and more.
      advice: 'Raise --max-time to 20s, or ask for fewer settings.',
    });
  });

  it('there are none where all were measured', () => {
    expect(find(casesSkipped, { cases: [serial, pool()] })).toEqual([]);
    expect(find(casesDropped, { cases: [serial, pool()] })).toEqual([]);
  });
});
