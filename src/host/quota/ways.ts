import { type CgroupTree, cgroupTrees, readQuotaCpus } from '../cgroup.js';
import type { QuotaSystem } from './system.js';

/** A cgroup with a quota. */
export interface QuotaGroup {
  /** What it grants: what was asked for, or what holds above it where that is less. */
  readonly cpus: number;
  /** The start of a command line that runs what follows, in the same process, under the quota. */
  readonly before: readonly string[];
  /** To be removed when nothing runs in it any more; undefined where the system does that by itself. */
  readonly folder?: string;
}

/** One way to give processes a quota of their own. */
export interface QuotaWay {
  readonly name: string;
  /** A new cgroup; `name` tells it from others of this process. Throws where the system refuses. */
  open(cpus: number, name: string): QuotaGroup;
  /** Where its cgroups lie; undefined where the system keeps them. */
  readonly parent?: string;
}

/** Makes the ways that this machine may have, the plainest first; each throws why it cannot be. */
export const quotaWays: readonly { name: string; find: (system: QuotaSystem) => QuotaWay }[] = [
  { name: 'cgroup v2', find: (system) => version2(system) },
  { name: 'cgroup v1', find: (system) => version1(system) },
  { name: 'systemd-run', find: (system) => systemdRun(system) },
];

/** The kernel's own default, µs. */
const PERIOD_US = 100_000;

const quotaUs = (cpus: number) => Math.round(cpus * PERIOD_US);

/** A shell puts itself into the cgroup and becomes the program: nothing of it runs outside. */
function joining(folder: string): string[] {
  return ['sh', '-c', 'echo $$ >"$0" && exec "$@"', `${folder}/cgroup.procs`];
}

function version1(system: QuotaSystem): QuotaWay {
  const [parent] = treeOf(system, 1).folders;
  const outer = readQuotaCpus(system) ?? Number.POSITIVE_INFINITY;
  return {
    name: 'cgroup v1',
    parent: parent!,
    // More than what holds above it would be refused.
    open: (cpus, name) =>
      made(system, `${parent}/${name}`, Math.min(cpus, outer), (folder, limitUs) => {
        system.write(`${folder}/cpu.cfs_period_us`, `${PERIOD_US}`);
        system.write(`${folder}/cpu.cfs_quota_us`, `${limitUs}`);
      }),
  };
}

function version2(system: QuotaSystem): QuotaWay {
  const { folders } = treeOf(system, 2);
  const parent = folders.find((folder) => grantsCpu(system, folder)) ?? enabled(system, folders.at(-1)!);
  // Beside this process's own cgroup, whose limits do not hold there.
  const outer = readQuotaCpus(system) ?? Number.POSITIVE_INFINITY;
  return {
    name: 'cgroup v2',
    parent,
    open: (cpus, name) =>
      made(system, `${parent}/${name}`, Math.min(cpus, outer), (folder, limitUs) =>
        system.write(`${folder}/cpu.max`, `${limitUs} ${PERIOD_US}`),
      ),
  };
}

function treeOf(system: QuotaSystem, version: CgroupTree['version']): CgroupTree {
  const tree = cgroupTrees(system, 'cpu').find((one) => one.version === version);
  if (!tree) throw new Error('it is not mounted with the cpu controller');
  return tree;
}

/** Whether the cgroups in this folder have the cpu controller. */
function grantsCpu(system: QuotaSystem, folder: string): boolean {
  return words(system.read(`${folder}/cgroup.subtree_control`)).includes('cpu');
}

/** The root of all may have processes and controlled cgroups beside them; no other may. */
function enabled(system: QuotaSystem, root: string): string {
  if (!words(system.read(`${root}/cgroup.controllers`)).includes('cpu'))
    throw new Error(`the cpu controller is not there (${root}/cgroup.controllers)`);
  if (system.exists(`${root}/cgroup.type`))
    throw new Error('the cpu controller is not delegated to any cgroup above this process');
  system.write(`${root}/cgroup.subtree_control`, '+cpu');
  return root;
}

function words(text = ''): string[] {
  return text.split(/\s+/);
}

/** The cgroup, limited; no folder is left behind where that fails. */
function made(
  system: QuotaSystem,
  folder: string,
  cpus: number,
  limit: (folder: string, limitUs: number) => void,
): QuotaGroup {
  system.makeFolder(folder);
  try {
    limit(folder, quotaUs(cpus));
  } catch (error) {
    system.removeFolder(folder);
    throw error;
  }
  return { cpus, folder, before: joining(folder) };
}

/** A scope of the user's own service manager, or, for root, of the system's. */
function systemdRun(system: QuotaSystem): QuotaWay {
  const whose = system.isRoot ? [] : ['--user'];
  return {
    name: 'systemd-run',
    open: (cpus) => ({
      cpus,
      before: [
        ...['systemd-run', ...whose, '--scope', '--quiet', '--collect'],
        ...['-p', `CPUQuota=${Math.round(100 * cpus)}%`, '--'],
      ],
    }),
  };
}

/** A program prints the limit of the cgroup that it runs in. */
const OWN_LIMIT = 'cat "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/cpu.max"';

const TRIAL_CPUS = 0.5;

/** Runs a program in such a cgroup, and looks whether it has the quota. Throws why it cannot be, or has not. */
export function tryWay(way: QuotaWay, system: QuotaSystem, name: string): void {
  const { before, cpus, folder } = way.open(TRIAL_CPUS, name);
  try {
    const said = system.run([...before, ...(folder === undefined ? ['sh', '-c', OWN_LIMIT] : ['true'])]);
    const limit = folder === undefined ? said : limitOf(system, folder);
    // Where the cpu controller is not delegated to the user, systemd takes the quota and does nothing.
    if (!words(limit).includes(`${quotaUs(cpus)}`))
      throw new Error('the quota was accepted, but does not hold');
  } finally {
    if (folder !== undefined) system.removeFolder(folder);
  }
}

function limitOf(system: QuotaSystem, folder: string): string | undefined {
  return system.read(`${folder}/cpu.max`) ?? system.read(`${folder}/cpu.cfs_quota_us`);
}
