import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { eventLoopBlocked } from './event-loop-blocked.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return eventLoopBlocked(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 200, eventLoopDelayMs: { p50: 98, p99: 194, max: 197 } };
const pool = (more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers: 2,
  wallMs: 104,
  eventLoopDelayMs: { p50: 0, p99: 1.25, max: 3.7 },
  ...more,
});

describe('a blocked event loop', () => {
  it('is told with what a pool makes of it', () => {
    expect(find({ cases: [serial, pool()] })).toEqual([
      {
        check: 'event-loop-blocked',
        severity: 'info',
        cases: ['cycles/serial', 'cycles/threads/imapUnordered/w2/c1'],
        message:
          'cycles: the main thread is blocked for up to 197 ms (197 ms–197 ms) at a time in serial, 3.70 ms (3.70 ms–3.70 ms) with 2 threads with imapUnordered, chunksize 1. Half of all other events waited 98.0 ms (98.0 ms–98.0 ms) or longer in serial; with the pool 99 % waited 1.25 ms (1.25 ms–1.25 ms) or less.',
        advice:
          'If the program also has to answer requests or a user, this is a reason for a pool whatever the speedup.',
      },
    ]);
  });

  it('advises otherwise where the pool blocks it too', () => {
    const [finding] = find({ cases: [serial, pool({ eventLoopDelayMs: { p50: 0, p99: 60, max: 80 } })] });
    expect(finding?.advice).toContain('Even with the pool');
  });

  it.each([
    ['nobody would notice', [{ ...serial, eventLoopDelayMs: { p50: 4, p99: 8, max: 9 } }, pool()]],
    ['there is no pool', [serial]],
    ['the pool is cold', [serial, pool({ cold: true })]],
  ])('is not raised where %s', (_, cases) => expect(find({ cases })).toEqual([]));
});
