import { describe, expect, it } from 'vitest';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { chunkAdviceContradicted } from './chunk-advice-contradicted.js';

const pool = (chunksize: number, wallMs: number): InventedCase => ({
  engine: 'threads',
  workers: 2,
  chunksize,
  wallMs,
  lane: { busyMs: 60, cpuMs: 60, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0, idleMs: 0, chunks: 6 / chunksize },
});

/** Twelve tasks of 10 ms; chunks of five are expected to take 70 ms, all others 60. */
const find = (measured: readonly InventedCase[], rounds = 10) => {
  const record = inventRecord({
    rounds,
    cases: [{ engine: 'serial', wallMs: 120, lane: { busyMs: 120, cpuMs: 120, waitMs: 0 } }, ...measured],
  });
  return chunkAdviceContradicted(record, insight(record));
};

describe('a chunksize that was measured faster than the advised one', () => {
  it('proves the advice wrong, and says so', () => {
    expect(find([pool(1, 60), pool(5, 50)])).toEqual([
      {
        check: 'chunk-advice-contradicted',
        severity: 'warning',
        cases: ['cycles/threads/imapUnordered/w2/c5', 'cycles/threads/imapUnordered/w2/c1'],
        message:
          'cycles, 2 threads with imapUnordered: chunksize 5 was measured 1.20× (1.20–1.20) as fast as 1, the fastest of those that should be best (advised: 1; as good: 1 to 3; 50.0 ms against 60.0 ms per pass), so the advice is wrong here.',
        advice:
          'Use chunksize 5, as measured: something costs time that neither the task times nor the cost per chunk show.',
      },
    ]);
  });

  it.each<[string, InventedCase[], number?]>([
    ['it is slower', [pool(1, 60), pool(5, 70)]],
    ['it is as good by the advice, too', [pool(1, 60), pool(2, 50)]],
    ['it is faster by no more than a per cent', [pool(1, 60), pool(5, 59.6)]],
    ['rounds are too few to tell', [pool(1, 60), pool(5, 55)], 5],
    ['it is the only one', [pool(5, 50)]],
  ])('does not where %s', (_, measured, rounds) => expect(find(measured, rounds)).toEqual([]));
});
