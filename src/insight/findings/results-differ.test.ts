import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { resultsDiffer } from './results-differ.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return resultsDiffer(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('results that differ', () => {
  it('are an error that names the setting and the first difference', () => {
    const wrong = pool({ verified: false, difference: 'task 3 gave 4, serial 5.' });
    const [finding, ...others] = find({ cases: [serial, wrong, { ...wrong, chunksize: 4 }] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'error', cases: { length: 2 } });
    expect(finding?.message).toBe(
      'cycles gives different results from serial with 2 threads with imapUnordered, chunksize 1 and 2 threads with imapUnordered, chunksize 4: task 3 gave 4, serial 5.',
    );
  });

  it('of programs are advised in their words', () => {
    const chunks = {
      command: 'chunks',
      verified: false,
      difference: 'task 0: "1" here, "2" in serial',
    } as const;
    const program = pool({ engine: 'commands', ...chunks });
    const [finding] = find({ cases: [{ ...serial, command: 'chunks' }, program] });
    expect(finding?.advice).toMatch(/^Look for what programs that run side by side share: .* --no-verify/);
  });

  it('say so where serial differs from itself: no pool can agree with that', () => {
    const [finding, ...others] = find({
      cases: [serial, pool({ id: 'a', verified: undefined })],
      lines: [
        {
          kind: 'verification',
          case: 'a',
          verified: false,
          difference: 'task 0: result: 0.5 here, 0.25 in serial',
          serialDiffers: 'task 0: result: 0.75 the second time, 0.25 the first',
        },
      ],
    });
    expect(others).toEqual([]);
    expect(finding?.message).toBe(
      'cycles gives different results each time it runs: serial differs from itself, so 2 threads with imapUnordered, chunksize 1 cannot be checked against it. Task 0: result: 0.75 the second time, 0.25 the first.',
    );
    expect(finding?.advice).toContain("verify: 'none'");
  });

  it('come from tasks that arrive changed, where the record says so', () => {
    const wrong = pool({
      verified: false,
      difference: 'task 0: 1 here, 2 in serial. Tasks arrive changed: x.',
    });
    expect(find({ cases: [serial, wrong] })[0]?.advice).toMatch(/^Let tasks\(\) return plain data/);
  });

  it('are not found where all agree', () => expect(find({ cases: [serial, pool()] })).toEqual([]));
});
