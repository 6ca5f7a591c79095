import { describe, expect, it } from 'vitest';
import type { HostFiles } from '../files.js';
import { inventFiles, inventHost } from '../invented.js';
import { disturbanceMeter, type MeterSources, readFrequencyMhz } from './disturbance.js';

interface Moment {
  atMs: number;
  /** Ticks of each CPU: user, nice, system, idle, iowait, irq, softirq, steal. */
  cpus: number[][];
  ownMs?: number;
  swapped?: [number, number];
  throttledUs?: number;
  switches?: number;
}

function momentFiles({ cpus, ownMs = 0, swapped = [0, 0], throttledUs = 0 }: Moment): HostFiles {
  const sums = cpus[0]!.map((_, column) => cpus.reduce((sum, cpu) => sum + cpu[column]!, 0));
  const lines = [`cpu  ${sums.join(' ')} 0 0`, ...cpus.map((cpu, id) => `cpu${id} ${cpu.join(' ')} 0 0`)];
  return inventFiles({
    '/proc/stat': `${lines.join('\n')}\nintr 1 2 3\nctxt 5\n`,
    '/proc/vmstat': `nr_free_pages 9\npswpin ${swapped[0]}\npswpout ${swapped[1]}\n`,
    '/proc/1/stat': '1 (node) S 0 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 7 0',
    '/proc/1/task/1/schedstat': `${ownMs * 1e6} 0 1\n`,
    '/proc/1/task/1/children': '',
    '/proc/self/cgroup': '0::/x\n',
    '/proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
    '/sys/fs/cgroup/x/cpu.stat': `throttled_usec ${throttledUs}\n`,
  });
}

/** Meters from one moment to another on a machine of two CPUs. */
function between(before: Moment, after: Moment, host = inventHost({ physicalCores: 2 })) {
  let moment = before;
  const sources: MeterSources = {
    files: {
      read: (path) => momentFiles(moment).read(path),
      list: (path) => momentFiles(moment).list(path),
      exists: (path) => momentFiles(moment).exists(path),
    },
    now: () => moment.atMs,
    pid: 1,
    switches: () => moment.switches ?? 0,
  };
  const meter = disturbanceMeter(host, 1, sources);
  meter.start();
  moment = after;
  return meter.stop();
}

const idle = [0, 0, 0, 0, 0, 0, 0, 0];
const start: Moment = { atMs: 0, cpus: [idle, idle] };

describe('the disturbance meter', () => {
  it('finds no foreign load where all work is ours', () => {
    const after = {
      atMs: 500,
      cpus: [
        [50, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 50, 0, 0, 0, 0],
      ],
      ownMs: 500,
    };
    expect(between(start, after).foreignCpu).toBe(0);
  });

  it('finds what others did on the allowed CPUs, waiting for disks left out', () => {
    const after = {
      atMs: 500,
      cpus: [
        [45, 0, 5, 0, 0, 0, 0, 0],
        [10, 0, 0, 30, 10, 0, 0, 0],
      ],
      ownMs: 350,
    };
    expect(between(start, after).foreignCpu).toBeCloseTo(0.5);
    expect(between(start, after).ownCpu).toBeCloseTo(0.7);
  });

  it('leaves CPUs out that are not allowed', () => {
    const host = inventHost({ physicalCores: 2, allowed: [1] });
    const after = {
      atMs: 500,
      cpus: [
        [50, 0, 0, 0, 0, 0, 0, 0],
        [30, 0, 0, 20, 0, 0, 0, 0],
      ],
      ownMs: 300,
    };
    expect(between(start, after, host).foreignCpu).toBe(0);
  });

  it('takes what the hypervisor stole for steal, not for foreign load', () => {
    const after = {
      atMs: 500,
      cpus: [
        [30, 0, 0, 0, 0, 0, 0, 20],
        [0, 0, 0, 50, 0, 0, 0, 0],
      ],
      ownMs: 300,
    };
    expect(between(start, after)).toMatchObject({ foreignCpu: 0, stealShare: 0.2 });
  });

  it('does not take a single tick of steal for more than it is: the resolution of the counter', () => {
    const withSteal = (ticks: number) => ({
      atMs: 500,
      cpus: [
        [30, 0, 0, 20 - ticks, 0, 0, 0, ticks],
        [0, 0, 0, 50, 0, 0, 0, 0],
      ],
      ownMs: 300,
    });
    expect(between(start, withSteal(1)).stealShare).toBe(0);
    expect(between(start, withSteal(2)).stealShare).toBe(0.02);
  });

  it('counts throttling, swapping and switches since the start', () => {
    const before: Moment = { ...start, swapped: [1, 1], throttledUs: 5000, switches: 3 };
    const after: Moment = {
      atMs: 10,
      cpus: [[1, 0, 0, 0, 0, 0, 0, 0], idle],
      swapped: [3, 7],
      throttledUs: 9000,
      switches: 10,
    };
    expect(between(before, after)).toMatchObject({ throttledMs: 4, swapPages: 8, switches: 7 });
  });

  it('does not know the load where the counters stand still', () => {
    expect(between(start, { ...start, atMs: 500 })).toMatchObject({ foreignCpu: null, stealShare: null });
  });

  it('knows nothing without /proc', () => {
    const host = inventHost({ physicalCores: 2, hasProc: false });
    expect(Object.values(between(start, start, host))).toEqual([null, null, null, null, null]);
  });
});

const governed = (...khz: number[]) =>
  Object.fromEntries(
    khz.map((value, id) => [`/sys/devices/system/cpu/cpu${id}/cpufreq/scaling_cur_freq`, `${value}\n`]),
  );
const cpuinfo = {
  '/proc/cpuinfo': 'processor\t: 0\ncpu MHz\t\t: 2000.5\n\nprocessor\t: 1\ncpu MHz\t\t: 3000.5\n\n',
};

describe('the clock frequency', () => {
  it('is the mean of the CPUs in question, from the governor or else from cpuinfo', () => {
    expect(readFrequencyMhz(inventFiles({ ...governed(2_000_000, 3_000_000), ...cpuinfo }), [0, 1])).toBe(
      2500,
    );
    expect(readFrequencyMhz(inventFiles({ ...governed(2_000_000, 3_000_000) }), [1])).toBe(3000);
    expect(readFrequencyMhz(inventFiles(cpuinfo), [0, 1])).toBe(2500.5);
    expect(readFrequencyMhz(inventFiles({}), [0, 1])).toBeUndefined();
  });

  it('stands at the start and the end of what is metered', () => {
    let khz = 3_000_000;
    const sources = {
      files: { ...inventFiles({}), read: (path: string) => inventFiles(governed(khz, khz)).read(path) },
      now: () => 0,
      pid: 1,
      switches: () => 0,
    };
    const meter = disturbanceMeter(inventHost({ physicalCores: 2 }), 1, sources);
    meter.start();
    khz = 2_400_000;
    expect(meter.stop().frequencyMhz).toEqual({ start: 3000, end: 2400 });
  });
});
