import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { notVerified } from './not-verified.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return notVerified(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('results that were not compared', () => {
  it.each([
    ["it says verify: 'none'", pool({ verified: null }), false],
    ['its tasks are open-ended', pool({ verified: null, turns: 10 }), true],
    ['the run ended before that', pool({ verified: undefined }), false],
  ])('because %s', (reason, unverified, openEnded) => {
    const findings = find({ scenarios: [{ openEnded }], cases: [{ ...serial, turns: 5 }, unverified] });
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['info', `cycles: the results of 1 case were not compared with those of serial: ${reason}.`],
    ]);
  });

  it('are not found where they were', () => expect(find({ cases: [serial, pool()] })).toEqual([]));
});
