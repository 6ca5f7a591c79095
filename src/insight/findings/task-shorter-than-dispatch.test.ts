import { describe, expect, it } from 'vitest';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { taskShorterThanDispatch } from './task-shorter-than-dispatch.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return taskShorterThanDispatch(record, insight(record));
};
const scenarios = [{ name: 'tiny', tasks: 1_000 }];
const serial = { engine: 'serial', wallMs: 2 };
/** A thousand tasks of 2 µs on one worker. */
const pool = (chunksize: number, idleMs: number, more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  chunksize,
  wallMs: 40,
  lane: { busyMs: 2, idleMs, chunks: 1_000 / chunksize },
  ...more,
});

describe('a task that is shorter than its dispatch', () => {
  it('is told with the chunksize from which it pays', () => {
    const findings = find({ scenarios, cases: [serial, pool(1, 30), pool(4, 4)] });
    expect(findings).toEqual([
      {
        check: 'task-shorter-than-dispatch',
        severity: 'warning',
        cases: ['tiny/threads/imapUnordered/w1/c1', 'tiny/threads/imapUnordered/w1/c4'],
        message:
          'tiny: with 1 thread with imapUnordered, chunksize 1 (speedup 0.05× (0.05–0.05)), a task takes 2.00 µs (2.00 µs–2.00 µs), and a worker waits 30.0 µs (30.0 µs–30.0 µs) for each chunk: 15.00× (15.00–15.00) as long as it works on it. Chunks of 15 would take as long to run as to get; with chunks of about 140, dispatch takes less than a tenth of the time.',
        advice:
          'Raise --chunksize to about 140, as long as that leaves several chunks for each worker, or make the tasks longer.',
      },
    ]);
  });

  it.each([
    ['chunks are long enough', pool(100, 1)],
    ['tasks are', pool(1, 1.9)],
    ['workers share cores, and idle time is waiting', pool(1, 30, { workers: 4 })],
  ])('is not found where %s', (_, long) => expect(find({ scenarios, cases: [serial, long] })).toEqual([]));
});
