import { messageOf } from '../../errors.js';
import { type QuotaSystem, realQuotaSystem } from './system.js';
import { type QuotaGroup, type QuotaWay, quotaWays, tryWay } from './ways.js';

/** Quotas of their own for processes, as long as they are needed. */
export interface Quotas {
  /** How: `cgroup v1`. */
  readonly way: string;
  /**
   * The start of a command line that runs what follows in a cgroup that grants so many CPUs' worth of time. Throws
   * where the system refuses.
   */
  before(cpus: number): readonly string[];
  /** Removes the cgroups; what ran in them must have been ended. */
  close(): Promise<void>;
}

/** Why processes cannot be given a quota here: which ways were tried, and why each failed. A sentence. */
export interface NoQuotas {
  readonly problem: string;
}

/** Finds a way to give processes a quota, and removes the cgroups that a process which is gone has left behind. */
export function openQuotas(system: QuotaSystem = realQuotaSystem): Quotas | NoQuotas {
  const failures: string[] = [];
  for (const { name, find } of quotaWays) {
    try {
      const way = find(system);
      removeLeftovers(way, system);
      tryWay(way, system, nameOf(system));
      return new OwnQuotas(way, system);
    } catch (error) {
      failures.push(`${name}: ${messageOf(error)}`);
    }
  }
  return { problem: `No process can be given a CPU quota of its own here (${failures.join('; ')}).` };
}

let made = 0;

/** With the process that it belongs to, so that another one can tell what is left behind. */
function nameOf({ pid }: QuotaSystem): string {
  return `corewise-${pid}-${made++}`;
}

/** What a process that was killed could not remove. What is still in use cannot be removed. */
function removeLeftovers({ parent }: QuotaWay, system: QuotaSystem): void {
  if (parent === undefined) return;
  for (const name of system.list(parent)) {
    const owner = /^corewise-(\d+)-\d+$/.exec(name)?.[1];
    if (owner === undefined || Number(owner) === system.pid || system.exists(`/proc/${owner}`)) continue;
    attempt(() => system.removeFolder(`${parent}/${name}`));
  }
}

/** Whether it could be done. */
function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** What was killed may take a moment to be gone; until then its cgroup cannot be removed. */
const REMOVAL = { attempts: 40, everyMs: 25 };

class OwnQuotas implements Quotas {
  private readonly groups = new Map<number, QuotaGroup>();

  constructor(
    private readonly found: QuotaWay,
    private readonly system: QuotaSystem,
  ) {
    // Also where this process is ended on the spot.
    process.once('exit', this.closeNow);
  }

  get way(): string {
    return this.found.name;
  }

  before(cpus: number): readonly string[] {
    const group = this.groups.get(cpus) ?? this.found.open(cpus, nameOf(this.system));
    this.groups.set(cpus, group);
    return group.before;
  }

  async close(): Promise<void> {
    for (let left = REMOVAL.attempts; !this.remove() && left > 0; left--)
      await new Promise((resolve) => setTimeout(resolve, REMOVAL.everyMs));
    process.off('exit', this.closeNow);
  }

  private readonly closeNow = (): void => {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let left = REMOVAL.attempts; !this.remove() && left > 0; left--)
      Atomics.wait(pause, 0, 0, REMOVAL.everyMs);
  };

  /** Whether all of them are gone. */
  private remove(): boolean {
    for (const [cpus, { folder }] of this.groups) {
      const isGone = folder === undefined || attempt(() => this.system.removeFolder(folder));
      if (isGone) this.groups.delete(cpus);
    }
    return this.groups.size === 0;
  }
}
