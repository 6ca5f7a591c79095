import type { HostFiles } from './files.js';

/** Hypervisor and container, as in `KVM, Docker container`; null when no sign of either is found. */
export function nameVirtualization(
  files: HostFiles,
  systemReport: { virtual: boolean; virtualHost: string },
): string | null {
  const parts = [nameHypervisor(files, systemReport), nameContainer(files)].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? null : parts.join(', ');
}

function nameHypervisor(
  files: HostFiles,
  { virtual, virtualHost }: { virtual: boolean; virtualHost: string },
): string | undefined {
  const hasFlag = /^flags\s*:.*\bhypervisor\b/m.test(files.read('/proc/cpuinfo') ?? '');
  if (!virtual && !hasFlag) return undefined;
  if (isFirecracker(files)) return 'Firecracker (KVM)';
  const vendor = files.read('/sys/class/dmi/id/sys_vendor')?.trim();
  return virtualHost || vendors.get(vendor ?? '') || 'virtual machine';
}

const vendors = new Map([
  ['Amazon EC2', 'Amazon EC2 (Nitro)'],
  ['Google', 'Google Compute Engine (KVM)'],
  ['Microsoft Corporation', 'Hyper-V'],
  ['QEMU', 'QEMU'],
  ['Xen', 'Xen'],
]);

/** Its ACPI tables carry its name; only root may read them, others see plain KVM. */
function isFirecracker(files: HostFiles): boolean {
  return (files.read('/sys/firmware/acpi/tables/DSDT') ?? '').slice(0, 36).includes('FIRECK');
}

function nameContainer(files: HostFiles): string | undefined {
  const groups = files.read('/proc/1/cgroup') ?? '';
  const declared = files.read('/run/systemd/container')?.trim();
  if (groups.includes('kubepods')) return 'Kubernetes pod';
  if (files.exists('/.dockerenv') || /\/docker[/-]/.test(groups)) return 'Docker container';
  if (files.exists('/run/.containerenv') || groups.includes('libpod')) return 'Podman container';
  if (declared) return `${declared} container`;
  return /\/lxc/.test(groups) ? 'LXC container' : undefined;
}
