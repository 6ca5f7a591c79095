import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedRun } from '../testing/invented-run.js';
import { memoryGrows } from './memory-grows.js';

const serial = { engine: 'serial', wallMs: 200 };
const find = (record: RunRecord) => memoryGrows(record, analyse(record));
/** Passes of 100 ms: five an observation, so four from the first one's end to the last one's. */
const threads = (heldMiB?: { first: number; last: number }, more: Partial<InventedRun> = {}) =>
  inventRecord({
    cases: [serial, { engine: 'threads', workers: 2, wallMs: 100, lane: heldMiB ? { heldMiB } : {} }],
    ...more,
  });

/** The same record with other readings in these rounds. */
function inRounds(record: RunRecord, rounds: number[], heldMiB: { first: number; last: number }): RunRecord {
  for (const line of record.lines) {
    if (line.kind !== 'observation' || !rounds.includes(line.round)) continue;
    line.lanes = line.lanes.map((lane) => (lane.heldMiB ? { ...lane, heldMiB } : lane));
  }
  return record;
}

describe('memory that grows', () => {
  it('is named with what a pass adds', () => {
    const [finding, ...others] = find(threads({ first: 20, last: 30 }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      check: 'memory-grows',
      severity: 'warning',
      cases: ['cycles/threads/imapUnordered/w2/c1'],
    });
    expect(finding?.message).toBe(
      'cycles: each worker holds more memory after every pass, 2.5 MiB per pass with 2 threads, in 20 of 20 readings; garbage is not counted.',
    );
  });

  it('is no finding within 4 MiB, or within a tenth of what was held', () => {
    expect(find(threads({ first: 20, last: 24 }))).toEqual([]);
    expect(find(threads({ first: 20, last: 24.1 }))).toHaveLength(1);
    expect(find(threads({ first: 200, last: 219 }))).toEqual([]);
    expect(find(threads({ first: 200, last: 221 }))).toHaveLength(1);
  });

  it('must be seen in nine of ten readings', () => {
    const grown = () => threads({ first: 20, last: 30 });
    expect(find(inRounds(grown(), [4], { first: 30, last: 20 }))).toHaveLength(1);
    expect(find(inRounds(grown(), [4, 7], { first: 20, last: 21 }))).toEqual([]);
  });

  it('needs three observations', () => {
    expect(find(threads({ first: 20, last: 30 }, { rounds: 2 }))).toEqual([]);
    expect(find(threads({ first: 20, last: 30 }, { rounds: 3 }))).toHaveLength(1);
  });

  it('is not judged where the record does not tell it', () => {
    expect(find(threads())).toEqual([]);
  });

  it('is not that of a worker that got no chunk', () => {
    const record = inventRecord({
      cases: [
        serial,
        { engine: 'threads', wallMs: 100, lane: { heldMiB: { first: 20, last: 30 }, chunks: 0 } },
      ],
    });
    expect(find(record)).toEqual([]);
  });
});
