import type { HostFiles } from '../files.js';

/** Each file costs the kernel a look at another CPU, and these few are as good as all. */
const MOST_CPUS = 8;

/**
 * Mean clock of these CPUs now, MHz: the governor's, else that of /proc/cpuinfo, which in a virtual machine is a
 * nominal one. Undefined where the system does not tell.
 */
export function readFrequencyMhz(files: HostFiles, cpus: readonly number[]): number | undefined {
  const some = cpus.slice(0, MOST_CPUS);
  const known = some.map((id) => Number(files.read(pathOf(id))) / 1000).filter((mhz) => mhz > 0);
  const mhz = known.length > 0 ? known : fromCpuinfo(files, new Set(some));
  return mhz.length === 0 ? undefined : mhz.reduce((sum, each) => sum + each, 0) / mhz.length;
}

const pathOf = (id: number) => `/sys/devices/system/cpu/cpu${id}/cpufreq/scaling_cur_freq`;

function fromCpuinfo(files: HostFiles, ids: ReadonlySet<number>): number[] {
  const blocks = (files.read('/proc/cpuinfo') ?? '').split('\n\n');
  return blocks.flatMap((block) => {
    const id = /^processor\s*:\s*(\d+)/m.exec(block)?.[1];
    const mhz = Number(/^cpu MHz\s*:\s*([\d.]+)/m.exec(block)?.[1]);
    return id !== undefined && ids.has(Number(id)) && mhz > 0 ? [mhz] : [];
  });
}
