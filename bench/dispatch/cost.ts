import { readTreeUse } from '../../src/host/index.js';
import { openThreadCounters } from '../../src/workers/engines/index.js';

/** What a task cost, µs. */
export interface Cost {
  wallUs: number;
  /** CPU time of the caller's own thread. */
  mainUs: number;
  /** CPU time of all threads of the process and of the processes that it started. */
  allUs: number;
}

const readOwn = openThreadCounters();

/** Reads what was used from its making on. Linux: elsewhere the main thread cannot be told from the others. */
export class CostMeter {
  private readonly allNs = treeNs();
  private readonly mainNs = readOwn!().cpuNs;
  private readonly from = performance.now();

  cost(tasks: number): Cost {
    const wallMs = performance.now() - this.from;
    const mainNs = readOwn!().cpuNs - this.mainNs;
    const allNs = treeNs() - this.allNs;
    return { wallUs: (wallMs * 1e3) / tasks, mainUs: mainNs / 1e3 / tasks, allUs: allNs / 1e3 / tasks };
  }
}

function treeNs(): number {
  return readTreeUse(process.pid)!.cpuNs;
}
