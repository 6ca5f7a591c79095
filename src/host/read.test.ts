import { describe, expect, it } from 'vitest';
import { disturbanceMeter } from './disturbance/disturbance.js';
import { realFiles } from './files.js';
import { inventFiles, inventHost } from './invented.js';
import { factsFrom, nameVirtualization, readCpuLimits, readDistribution, readHost } from './read.js';

const report = {
  cpu: { manufacturer: 'Apple', brand: 'M9', physicalCores: 1, efficiencyCores: 0 },
  os: { distro: 'macOS', release: '26.1' },
  system: { virtual: false, virtualHost: '' },
};

describe('reading the host', () => {
  it('finds this machine plausible', async () => {
    const host = await readHost();
    expect(host.allowed.length).toBeGreaterThan(0);
    expect(host.cpus.map((cpu) => cpu.id)).toEqual(expect.arrayContaining([...host.allowed]));
    expect(host.memoryGiB).toBeGreaterThan(0.1);
    expect(host.node).toBe(process.versions.node);
  });

  it('meters this machine', async () => {
    const host = await readHost();
    const meter = disturbanceMeter(host, process.pid);
    meter.start();
    expect(Object.keys(meter.stop())).toEqual(
      expect.arrayContaining(['foreignCpu', 'stealShare', 'throttledMs', 'swapPages', 'switches']),
    );
  });

  it('gets by without /proc and /sys, without pinning', () => {
    const host = factsFrom(report, inventFiles({}), 'darwin');
    expect(host).toMatchObject({ cpu: 'Apple M9', canConfine: false, hasProc: false, quotaCpus: null });
    expect(host.os).toMatch(/^macOS 26\.1, Darwin /);
    expect(host.allowed.length).toBe(host.cpus.length);
  });
});

describe('the name of a Linux', () => {
  it.each([
    ['NAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\n', 'Debian GNU/Linux', '12'],
    ['PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\n', 'Ubuntu', '24.04.1 LTS'],
    ['NAME="Alpine Linux"\nPRETTY_NAME="Alpine Linux v3.22"\nVERSION_ID=3.22.1\n', 'Alpine Linux', 'v3.22'],
    ['NAME=Fedora\nVERSION="42 (Container Image)"\nPRETTY_NAME="Fedora Linux 42"\n', 'Fedora', 'Linux 42'],
    ['NAME="Arch Linux"\nPRETTY_NAME="Arch Linux"\nBUILD_ID=rolling\n', 'Arch Linux', ''],
  ])('%j', (text, distro, release) => {
    expect(readDistribution(inventFiles({ '/etc/os-release': text }))).toEqual({ distro, release });
  });

  it('is asked for elsewhere where no file has it', () => {
    expect(readDistribution(inventFiles({}))).toBeUndefined();
  });
});

describe('which CPUs may be used now', () => {
  const host = inventHost({ physicalCores: 4 });
  const files = (allowed: string, quota = 'max 100000') =>
    inventFiles({
      '/proc/self/status': `Name:\tnode\nCpus_allowed_list:\t${allowed}\n`,
      '/proc/self/cgroup': '0::/a\n',
      '/proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      '/sys/fs/cgroup/a/cpu.max': `${quota}\n`,
    });

  it('is read of affinity and quota', () => {
    expect(readCpuLimits(host, files('0-3'))).toEqual({ allowed: [0, 1, 2, 3], quotaCpus: null });
    expect(readCpuLimits(host, files('2,9', '150000 100000'))).toEqual({ allowed: [2], quotaCpus: 1.5 });
  });

  it('is not known where the system does not tell', () => {
    expect(readCpuLimits(host, inventFiles({}))).toBeUndefined();
  });

  it('is on this machine what the host says', async () => {
    const here = await readHost();
    const { allowed, quotaCpus } = here;
    if (here.hasProc) expect(readCpuLimits(here)).toEqual({ allowed, quotaCpus });
  });
});

describe('the files of this machine', () => {
  it('are undefined or empty where absent', () => {
    expect(realFiles.read(new URL(import.meta.url).pathname)).toContain('where absent');
    expect(realFiles.read('/no/such/file')).toBeUndefined();
    expect(realFiles.list('/no/such/folder')).toEqual([]);
  });
});

const flags = { '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n' };
const none = { virtual: false, virtualHost: '' };

describe('the name of the virtualization', () => {
  it.each([
    ['bare metal', {}, none, null],
    ['KVM by systeminformation', {}, { virtual: true, virtualHost: 'KVM' }, 'KVM'],
    ['the CPU flag alone', flags, none, 'virtual machine'],
    ['a vendor', { ...flags, '/sys/class/dmi/id/sys_vendor': 'Amazon EC2\n' }, none, 'Amazon EC2 (Nitro)'],
    ['a vendor on its bare metal', { '/sys/class/dmi/id/sys_vendor': 'Amazon EC2\n' }, none, null],
    [
      'Firecracker',
      { ...flags, '/sys/firmware/acpi/tables/DSDT': 'DSDTS\0\0\0\u0002wFIRECKFCVMDSDT' },
      none,
      'Firecracker (KVM)',
    ],
    ['a container on metal', { '/.dockerenv': '' }, none, 'Docker container'],
    [
      'a container in a VM',
      { ...flags, '/.dockerenv': '' },
      { virtual: true, virtualHost: 'KVM' },
      'KVM, Docker container',
    ],
    ['Kubernetes', { '/proc/1/cgroup': '0::/kubepods/besteffort/pod1\n' }, none, 'Kubernetes pod'],
    ['Podman', { '/run/.containerenv': '' }, none, 'Podman container'],
    [
      'what systemd was told',
      { '/run/systemd/container': 'systemd-nspawn\n' },
      none,
      'systemd-nspawn container',
    ],
  ])('%s', (_, files: Record<string, string>, report, name) => {
    expect(nameVirtualization(inventFiles(files), report)).toBe(name);
  });
});
