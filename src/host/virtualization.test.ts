import { describe, expect, it } from 'vitest';
import { inventFiles } from './invented.js';
import { nameVirtualization } from './read.js';

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
