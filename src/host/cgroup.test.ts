import { describe, expect, it } from 'vitest';
import { cgroupFolders, readMemoryLimit, readQuotaCpus, readThrottledMs } from './cgroup.js';
import { inventFiles } from './invented.js';

const v2Mount = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate';
const v1Mount = (controllers: string, root = '/') =>
  `33 32 0:30 ${root} /sys/fs/cgroup/${controllers} rw shared:9 - cgroup cgroup rw,${controllers}`;

function machine(paths: string[], mounts: string[], rest: Record<string, string>) {
  return inventFiles({
    '/proc/self/cgroup': `${paths.join('\n')}\n`,
    '/proc/self/mountinfo': `22 27 0:21 / /proc rw - proc proc rw\n${mounts.join('\n')}\n`,
    ...rest,
  });
}

describe('the CPU quota', () => {
  it('of cgroup v2 is read from cpu.max', () => {
    const files = machine(['0::/a'], [v2Mount], { '/sys/fs/cgroup/a/cpu.max': '150000 100000\n' });
    expect(readQuotaCpus(files)).toBe(1.5);
  });

  it('of cgroup v2 may be set on any ancestor, and the smallest one counts', () => {
    const files = machine(['0::/a/b/c'], [v2Mount], {
      '/sys/fs/cgroup/a/cpu.max': '50000 100000\n',
      '/sys/fs/cgroup/a/b/cpu.max': '400000 100000\n',
      '/sys/fs/cgroup/a/b/c/cpu.max': 'max 100000\n',
    });
    expect(readQuotaCpus(files)).toBe(0.5);
  });

  it('of cgroup v1 is read from cfs_quota_us, on a joint mount too', () => {
    const folder = '/sys/fs/cgroup/cpu,cpuacct/docker/x';
    const files = machine(['4:cpu,cpuacct:/docker/x', '0::/'], [v1Mount('cpu,cpuacct')], {
      [`${folder}/cpu.cfs_quota_us`]: '25000\n',
      [`${folder}/cpu.cfs_period_us`]: '10000\n',
    });
    expect(readQuotaCpus(files)).toBe(2.5);
  });

  it('of a container that sees its own cgroup as the root of the mount', () => {
    const files = machine(['4:cpu:/docker/x'], [v1Mount('cpu', '/docker/x')], {
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '100000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(readQuotaCpus(files)).toBe(1);
  });

  it('of a hybrid machine is the smaller of both', () => {
    const unified = v2Mount.replace('/sys/fs/cgroup', '/sys/fs/cgroup/unified');
    const files = machine(['1:cpu:/', '0::/s'], [v1Mount('cpu'), unified], {
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '300000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/unified/s/cpu.max': '200000 100000\n',
    });
    expect(readQuotaCpus(files)).toBe(2);
  });

  it.each([
    [
      'v1 says -1',
      { '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n', '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n' },
    ],
    ['v2 says max', { '/sys/fs/cgroup/cpu.max': 'max 100000\n' }],
    ['no file tells', {}],
  ])('is none where %s', (_, rest) => {
    expect(readQuotaCpus(machine(['1:cpu:/', '0::/'], [v1Mount('cpu'), v2Mount], rest))).toBeNull();
  });

  it('is none without cgroups', () => {
    expect(readQuotaCpus(inventFiles({}))).toBeNull();
  });
});

describe('the memory limit', () => {
  it.each([
    [
      'v2',
      { '/sys/fs/cgroup/a/memory.max': '1073741824\n', '/sys/fs/cgroup/a/b/memory.max': 'max\n' },
      2 ** 30,
    ],
    ['v1', { '/sys/fs/cgroup/memory/m/memory.limit_in_bytes': '2147483648\n' }, 2 ** 31],
    ['v1 without one', { '/sys/fs/cgroup/memory/m/memory.limit_in_bytes': '9223372036854771712\n' }, null],
  ])('of %s', (_, rest, bytes) => {
    const files = machine(['4:memory:/m', '0::/a/b'], [v1Mount('memory'), v2Mount], rest);
    expect(readMemoryLimit(files)).toBe(bytes);
  });
});

describe('throttled time', () => {
  const files = machine(['1:cpu:/x', '0::/y'], [v1Mount('cpu'), v2Mount], {
    '/sys/fs/cgroup/cpu/x/cpu.stat': 'nr_periods 4\nnr_throttled 2\nthrottled_time 7000000\n',
    '/sys/fs/cgroup/y/cpu.stat': 'usage_usec 1\nnr_throttled 1\nthrottled_usec 3000\n',
  });

  it('sums both versions, in ms', () => {
    expect(readThrottledMs(files, cgroupFolders(files, 'cpu'))).toBe(10);
  });

  it('is unknown where no cgroup tells', () => {
    expect(readThrottledMs(files, [])).toBeNull();
  });
});
