import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { memoryBoundsWorkers } from './memory-bounds-workers.js';

const find = (cases: readonly InventedCase[], host: Partial<InventedRun['host']> = {}) => {
  const record = inventRecord({
    host: { physicalCores: 8, memoryGiB: 16, memoryLimitGiB: 12, ...host },
    cases: [{ engine: 'serial', wallMs: 800 }, ...cases],
  });
  return memoryBoundsWorkers(record, analyse(record));
};

/** MiB of each worker. */
const pool = (workers: number, peakMemoryMiB: number, more: Partial<InventedCase> = {}): InventedCase => ({
  engine: 'processes',
  workers,
  wallMs: 800 / workers,
  peakMemoryMiB,
  ...more,
});
const asked = (workers: number): InventedCase => ({
  engine: 'processes',
  workers,
  failed: 'a worker ran out of memory',
});

describe('workers that need more memory than there is', () => {
  it('are told where they were asked for, by what those that were measured add', () => {
    const [finding, ...others] = find([pool(1, 1792), pool(2, 1792), pool(4, 1792), asked(8)]);
    expect(others).toEqual([]);
    expect(finding).toEqual({
      check: 'memory-bounds-workers',
      severity: 'warning',
      cases: [1, 2, 4].map((workers) => `cycles/processes/imapUnordered/w${workers}/c1`),
      message:
        'cycles: 8 processes would need 14.0 GiB (14.0 GiB–14.0 GiB) of memory, and a cgroup allows 12.0 GiB. Each worker adds 1.75 GiB, measured with 1, 2 and 4.',
      advice: 'Use at most 6, or let tasks hold less; corewise plan finds machines with more memory.',
    });
  });

  it('are told of a base beside them, which does not grow', () => {
    // 1024 MiB and 2048 a worker in all: 3072, then 5120.
    const [finding] = find([pool(1, 3072), pool(2, 2560), asked(8)]);
    expect(finding?.message).toContain('8 processes would need 17.0 GiB');
    expect(finding?.message).toContain('Each worker adds 2.00 GiB to 1.00 GiB, measured with 1 and 2.');
    expect(finding?.advice).toMatch(/^Use at most 5,/);
  });

  it('say what is assumed where one count was measured', () => {
    const [finding] = find([pool(2, 1792), asked(8)]);
    expect(finding?.message).toContain(
      'Each worker adds 1.75 GiB, measured with 2 alone, and assumed to grow in proportion.',
    );
  });

  it('are as many as were measured, where those swapped', () => {
    const [finding] = find([pool(4, 3500)]);
    expect(finding?.message).toMatch(/^cycles: 4 processes need 13\.7 GiB/);
  });

  it('are held against the machine where no cgroup allows less', () => {
    const [finding] = find([pool(2, 2048), asked(8)], { memoryLimitGiB: null });
    expect(finding?.message).toContain(
      '8 processes would need 16.0 GiB (16.0 GiB–16.0 GiB) of memory, and this machine has 16.0 GiB, of which 512 MiB are left to the system.',
    );
  });

  it('are none on the other side of the bound, nor where nothing tells', () => {
    expect(find([pool(2, 1536), asked(8)])).toEqual([]);
    expect(find([pool(2, 1537), asked(8)])).toHaveLength(1);
    expect(find([{ engine: 'processes', workers: 2, wallMs: 400 }, asked(8)])).toEqual([]);
  });

  it('may be none at all', () => {
    const [finding] = find([pool(1, 14_000)]);
    expect(finding?.advice).toMatch(/^Not one worker fits: let tasks hold less;/);
  });
});
