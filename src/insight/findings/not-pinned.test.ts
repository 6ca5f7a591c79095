import { expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedRun } from '../testing/invented-run.js';
import { notPinned } from './not-pinned.js';

const serial = { engine: 'serial', wallMs: 240 };
const pool = { engine: 'threads', workers: 2, wallMs: 120 };

function find(run: Partial<InventedRun>, pinned?: number) {
  const record = inventRecord({ cases: [serial, pool], ...run });
  for (const line of record.lines) {
    if (line.kind !== 'observation') continue;
    for (const lane of line.lanes) Object.assign(lane, { cpu: 0, ...(pinned !== undefined && { pinned }) });
  }
  return notPinned(record, analyse(record));
}

it('says why workers could not be pinned at all', () => {
  const [finding] = find({ plan: { pin: 'spread' }, host: { physicalCores: 2, canConfine: false } });
  expect(finding?.message).toMatch(/^No worker was pinned\. .*taskset/);
});

it('names the cases in which the system refused', () => {
  const [finding] = find({ plan: { pin: 'physical' } });
  expect(finding?.cases).toEqual(['cycles/threads/imapUnordered/w2/c1']);
});

it('is content with pinned workers, and where none were to be pinned', () => {
  expect(find({ plan: { pin: 'physical' } }, 1)).toEqual([]);
  expect(find({ host: { physicalCores: 2, canConfine: false } })).toEqual([]);
});
