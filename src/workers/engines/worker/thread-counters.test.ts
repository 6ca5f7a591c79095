import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { countersFrom, openThreadCounters, timesBetween } from './thread-counters.js';

const nowhere = join(temporaryFolder(), 'schedstat');
const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
const node = { user: 1_500, system: 250 };

describe('a thread’s own times', () => {
  it.runIf(existsSync('/proc/thread-self/schedstat'))(
    'are the system’s where it has them (needs /proc)',
    () => {
      expect(openThreadCounters()!()).toEqual({ cpuNs: expect.any(Number), waitNs: expect.any(Number) });
    },
  );

  it('are Node’s where /proc is missing, without what the thread waited', () => {
    const read = countersFrom({ schedstat: nowhere, threadCpuUsage: () => node });
    expect(read!()).toEqual({ cpuNs: 1_750_000 });
  });

  it('are not known where Node has none either', () => {
    expect(countersFrom({ schedstat: nowhere, threadCpuUsage: undefined })).toBeUndefined();
  });

  it('go on by their difference', () => {
    expect(timesBetween({ cpuNs: 5, waitNs: 1 }, { cpuNs: 12, waitNs: 4 })).toEqual({ cpuNs: 7, waitNs: 3 });
    expect(timesBetween({ cpuNs: 5 }, { cpuNs: 12 })).toEqual({ cpuNs: 7 });
  });

  it.runIf(threadCpuUsage)('grow as it computes, by Node alone (needs Node 22.15)', () => {
    const read = countersFrom({ schedstat: nowhere, threadCpuUsage: threadCpuUsage!.bind(process) })!;
    const before = read();
    while (read().cpuNs - before.cpuNs < 1e6);
    expect(timesBetween(before, read()).cpuNs).toBeGreaterThanOrEqual(1e6);
  });
});
