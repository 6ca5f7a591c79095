import { describe, expect, it } from 'vitest';
import { inventFiles } from '../invented.js';
import { openQuotas, type Quotas } from './quotas.js';
import type { QuotaSystem } from './system.js';

const V1 = '33 32 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu';
const V2 = '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
const PID = 100;

interface Machine {
  /** As /proc/self/cgroup has it. */
  cgroup: string;
  mounts: string;
  files?: Record<string, string>;
  isRoot?: boolean;
  /** Folders in which nothing may be made. */
  readOnly?: (path: string) => boolean;
  /** What programs print; throws where they fail. */
  run?: (command: readonly string[]) => string;
}

/** A machine of files alone; what was done to it. */
function invent({ cgroup, mounts, files = {}, isRoot = true, readOnly = () => false, run }: Machine) {
  const contents: Record<string, string> = {
    '/proc/self/cgroup': `${cgroup}\n`,
    '/proc/self/mountinfo': `${mounts}\n`,
    ...files,
  };
  const folders = new Set<string>();
  const ran: string[][] = [];
  const refuse = (path: string) => {
    if (readOnly(path)) throw new Error(`EROFS: read-only file system, mkdir '${path}'`);
  };
  const system: QuotaSystem = {
    read: (path) => contents[path],
    list: (folder) => inventFiles({ ...contents, ...named(folders) }).list(folder),
    exists: (path) => inventFiles({ ...contents, ...named(folders) }).exists(path),
    pid: PID,
    isRoot,
    makeFolder(path) {
      refuse(path);
      folders.add(path);
    },
    removeFolder(path) {
      if (!folders.delete(path)) throw new Error(`ENOENT: ${path}`);
      for (const file of Object.keys(contents)) if (file.startsWith(`${path}/`)) delete contents[file];
    },
    write(path, text) {
      refuse(path);
      contents[path] = text;
    },
    run(command) {
      ran.push([...command]);
      return run?.(command) ?? '';
    },
  };
  return { system, contents, folders, ran };
}

const named = (folders: ReadonlySet<string>) =>
  Object.fromEntries([...folders].map((folder) => [`${folder}/cgroup.procs`, '']));

const opened = (machine: ReturnType<typeof invent>): Quotas => {
  const quotas = openQuotas(machine.system);
  if ('problem' in quotas) throw new Error(quotas.problem);
  return quotas;
};

const v1 = (more: Partial<Machine> = {}) => invent({ cgroup: '1:cpu:/job', mounts: V1, ...more });
const v2 = (more: Partial<Machine> = {}) => invent({ cgroup: '0::/a/b', mounts: V2, ...more });

describe('a quota of its own', () => {
  it('is, in cgroup v1, a cgroup below that of this process, which a program enters before it runs', async () => {
    const machine = v1();
    const quotas = opened(machine);
    expect(quotas.way).toBe('cgroup v1');
    const [shell, ...rest] = quotas.before(0.5);
    const folder = [...machine.folders][0]!;
    expect(folder).toMatch(/^\/sys\/fs\/cgroup\/cpu\/job\/corewise-100-\d+$/);
    expect([shell, ...rest]).toEqual(['sh', '-c', 'echo $$ >"$0" && exec "$@"', `${folder}/cgroup.procs`]);
    expect(machine.contents[`${folder}/cpu.cfs_period_us`]).toBe('100000');
    expect(machine.contents[`${folder}/cpu.cfs_quota_us`]).toBe('50000');
    await quotas.close();
    expect(machine.folders.size).toBe(0);
  });

  it('is made once for each quota', async () => {
    const machine = v1();
    const quotas = opened(machine);
    expect(quotas.before(0.5)).toEqual(quotas.before(0.5));
    quotas.before(2);
    expect(machine.folders.size).toBe(2);
    await quotas.close();
  });

  it('is no larger than what holds above it', async () => {
    const folder = '/sys/fs/cgroup/cpu/job';
    const machine = v1({
      files: { [`${folder}/cpu.cfs_quota_us`]: '150000', [`${folder}/cpu.cfs_period_us`]: '100000' },
    });
    const quotas = opened(machine);
    quotas.before(4);
    expect(machine.contents[`${[...machine.folders][0]}/cpu.cfs_quota_us`]).toBe('150000');
    await quotas.close();
  });

  it('is, in cgroup v2, below the nearest cgroup that hands the cpu controller on', async () => {
    const machine = v2({
      files: {
        '/sys/fs/cgroup/cgroup.subtree_control': 'cpu memory',
        '/sys/fs/cgroup/a/cgroup.subtree_control': 'cpu io',
        '/sys/fs/cgroup/a/b/cgroup.subtree_control': '',
      },
    });
    const quotas = opened(machine);
    expect(quotas.way).toBe('cgroup v2');
    quotas.before(1.5);
    const folder = [...machine.folders][0]!;
    expect(folder).toMatch(/^\/sys\/fs\/cgroup\/a\/corewise-100-\d+$/);
    expect(machine.contents[`${folder}/cpu.max`]).toBe('150000 100000');
    await quotas.close();
  });

  it('is, at the root of all, below it, once that hands the controller on', async () => {
    const machine = invent({
      cgroup: '0::/',
      mounts: V2,
      files: { '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io' },
    });
    const quotas = opened(machine);
    expect(machine.contents['/sys/fs/cgroup/cgroup.subtree_control']).toBe('+cpu');
    await quotas.close();
  });

  it('is a scope of systemd where no cgroup may be made', async () => {
    const machine = v2({ isRoot: false, run: () => '50000 100000\n' });
    const quotas = opened(machine);
    expect(quotas.way).toBe('systemd-run');
    expect(quotas.before(0.25).join(' ')).toBe(
      'systemd-run --user --scope --quiet --collect -p CPUQuota=25% --',
    );
    await quotas.close();
  });
});

describe('where no quota can be set', () => {
  const problemOf = (machine: ReturnType<typeof invent>) => {
    const quotas = openQuotas(machine.system);
    return 'problem' in quotas ? quotas.problem : undefined;
  };

  it('the reason names each way and why it failed', () => {
    const machine = v1({
      readOnly: (path) => path.startsWith('/sys'),
      run: () => {
        throw new Error('systemd-run is not installed');
      },
    });
    expect(problemOf(machine)).toMatch(
      /^No process can be given a CPU quota of its own here \(cgroup v2: it is not mounted with the cpu controller; cgroup v1: EROFS: read-only file system, mkdir '\/sys\/fs\/cgroup\/cpu\/job\/corewise-100-\d+'; systemd-run: systemd-run is not installed\)\.$/,
    );
  });

  it('a controller that is not handed on is named', () => {
    const machine = v2({
      files: { '/sys/fs/cgroup/cgroup.controllers': 'cpu', '/sys/fs/cgroup/cgroup.type': 'domain' },
      run: () => 'max 100000',
    });
    const problem = problemOf(machine);
    expect(problem).toContain(
      'cgroup v2: the cpu controller is not delegated to any cgroup above this process',
    );
    expect(problem).toContain('systemd-run: the quota was accepted, but does not hold');
  });

  it('nothing is left behind by a way that failed', () => {
    const machine = v1({
      run: () => {
        throw new Error('sh: cannot create cgroup.procs: Permission denied');
      },
    });
    expect(problemOf(machine)).toContain('Permission denied');
    expect(machine.folders.size).toBe(0);
  });
});

describe('what a process that was killed left behind', () => {
  it('is removed, and what belongs to a living one is not', async () => {
    const machine = v1({ files: { '/proc/7/stat': '' } });
    const parent = '/sys/fs/cgroup/cpu/job';
    for (const name of ['corewise-6-0', 'corewise-7-0', 'other-6-0'])
      machine.folders.add(`${parent}/${name}`);
    await opened(machine).close();
    expect([...machine.folders].sort()).toEqual([`${parent}/corewise-7-0`, `${parent}/other-6-0`]);
  });
});
