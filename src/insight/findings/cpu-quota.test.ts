import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { cpuQuota } from './cpu-quota.js';

const find = (cases: readonly InventedCase[], run: Partial<InventedRun> = {}) => {
  const record = inventRecord({ cases: [{ engine: 'serial', wallMs: 100 }, ...cases], ...run });
  return cpuQuota(record, analyse(record));
};

/** A pool on two CPUs whose passes are as long as the quota makes them; a share of the time it is held back. */
const pool = (
  workers: number,
  quota: number | undefined,
  throttled: number,
  more: Partial<InventedCase> = {},
) => {
  const wallMs = 100 / Math.min(workers, quota ?? workers);
  return {
    engine: 'threads',
    workers,
    wallMs,
    throttledMs: throttled * wallMs * Math.min(workers, 2),
    ...(quota !== undefined && { quota }),
    ...more,
  };
};

describe('the quota that a job needs', () => {
  it('is the smallest one measured that throttles next to nothing', () => {
    const [finding, ...others] = find([pool(2, 0.5, 0.75), pool(2, 1, 0.5), pool(2, 2, 0)]);
    expect(others).toEqual([]);
    expect(finding).toEqual({
      check: 'cpu-quota',
      severity: 'info',
      cases: [0.5, 1, 2].map((quota) => `cycles/threads/imapUnordered/w2/c1/quota${quota}`),
      message:
        'cycles: 2 threads run freely within 2 CPUs, throttled for 0 % (0–0 %) of the time; 1 CPU holds them back for 50 % (50–50 %).',
      advice:
        'Set the CPU limit to 2 for 2 threads (resources.limits.cpu, docker run --cpus), or use fewer workers under a smaller one.',
    });
  });

  it('throttles for no more than all of the time, whatever the kernel counts', () => {
    const unsteady = { throttledMs: (round: number) => (round % 5 === 0 ? 100 : 400) };
    const [finding] = find([pool(1, 0.5, 0, unsteady), pool(1, 1, 0)]);
    expect(finding?.message).toMatch(/ 0\.5 CPUs hold it back for \d+ % \(\d+–100 %\)\.$/);
  });

  it('is told for each number of workers', () => {
    const [finding] = find([pool(1, 1, 0), pool(1, 2, 0), pool(2, 1, 0.5), pool(2, 2, 0.002)]);
    expect(finding?.message).toBe(
      'cycles: 1 thread runs freely within 1 CPU, throttled for 0 % (0–0 %) of the time; 2 threads run freely within 2 CPUs, throttled for 0.2 % (0.2–0.2 %) of the time; 1 CPU holds them back for 50 % (50–50 %).',
    );
  });

  it('is about what they use without one, where none that was measured is enough', () => {
    const free = pool(2, undefined, 0, { ownCpu: 2.03 });
    const [finding] = find([pool(2, 1, 0.5), free]);
    expect(finding?.message).toBe(
      'cycles: no measured quota is enough for 2 threads: 1 CPU holds them back for 50 % (50–50 %) of the time; without a quota they use 2.03 CPUs (2.03–2.03) on average.',
    );
    expect(finding?.advice).toMatch(
      /^Set the CPU limit to no less than 2\.1 for 2 threads .* --cpu-quota 2\.1\.$/,
    );
  });

  it('is to be measured where nothing tells it', () => {
    const [finding] = find([pool(2, 1, 0.5)]);
    expect(finding?.advice).toMatch(/^Measure larger quotas, such as --cpu-quota 2,3:/);
  });

  it('is no question where no quota was asked for', () => {
    expect(find([pool(2, undefined, 0)])).toEqual([]);
  });
});
