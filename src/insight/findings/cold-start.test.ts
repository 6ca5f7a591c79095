import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { coldStart } from './cold-start.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return coldStart(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 240 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 120, ...more });

describe('a cold start', () => {
  it('says what it costs and from how many tasks on it pays', () => {
    // 12 tasks of 20 ms; 2× warm, 80 ms more cold: 80 / (20 · (1 − 1/2)) = 8 tasks.
    const [finding] = find({ cases: [serial, pool(), pool({ cold: true, wallMs: 200 })] });
    expect(finding).toMatchObject({
      severity: 'info',
      cases: ['cycles/threads/imapUnordered/w2/c1/cold'],
    });
    expect(finding?.message).toMatch(
      /started cold, 2 threads give 1\.20× \(1\.20–1\.20\) instead of 2\.00× \(2\.00–2\.00\)/,
    );
    expect(finding?.message).toMatch(
      /worth it once there are about 8 such tasks \(8 to 8; a pass has 12\)\.$/,
    );
  });

  it('is that of the recommended case', () => {
    const findings = find({
      cases: [
        serial,
        pool(),
        pool({ cold: true, wallMs: 200 }),
        pool({ workers: 1, wallMs: 250 }),
        pool({ workers: 1, wallMs: 190, cold: true }),
      ],
    });
    expect(findings.map(({ cases }) => cases)).toEqual([['cycles/threads/imapUnordered/w2/c1/cold']]);
  });

  it('never pays where the warm pool does not', () => {
    const [finding] = find({
      cases: [serial, pool({ wallMs: 260 }), pool({ cold: true, wallMs: 320 })],
    });
    expect(finding?.message).toMatch(/it is never worth it/);
  });

  it('is not mentioned where none was measured', () => {
    expect(find({ cases: [serial, pool()] })).toEqual([]);
  });
});
