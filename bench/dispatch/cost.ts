import { readdirSync, readFileSync } from 'node:fs';

/** What a task cost, µs. */
export interface Cost {
  wallUs: number;
  /** CPU time of the caller's own thread. */
  mainUs: number;
  /** CPU time of all threads of the process and of the processes that it started. */
  allUs: number;
}

/** Reads what was used from its making on. Linux: elsewhere the main thread cannot be told from the others. */
export class CostMeter {
  private readonly children = childrenOf(process.pid);
  private readonly all = this.allNs();
  private readonly main = threadNs('/proc/thread-self');
  private readonly from = performance.now();

  cost(tasks: number): Cost {
    const wallMs = performance.now() - this.from;
    const mainNs = threadNs('/proc/thread-self') - this.main;
    const allNs = this.allNs() - this.all;
    return { wallUs: (wallMs * 1e3) / tasks, mainUs: mainNs / 1e3 / tasks, allUs: allNs / 1e3 / tasks };
  }

  private allNs(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) * 1e3 + this.children.reduce((sum, pid) => sum + processNs(pid), 0);
  }
}

function childrenOf(pid: number): number[] {
  const own = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);
  return own.flatMap((child) => [Number(child), ...childrenOf(Number(child))]);
}

function processNs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + threadNs(`/proc/${pid}/task/${thread}`),
    0,
  );
}

function threadNs(folder: string): number {
  return Number(readFileSync(`${folder}/schedstat`, 'latin1').split(' ')[0]);
}
