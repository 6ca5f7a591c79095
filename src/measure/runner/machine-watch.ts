import type { CpuLimits } from '../../host/index.js';
import type { MachineChange, RecordLine } from '../../record/index.js';

/** What a record says last of the CPUs that its run may use. */
export function lastCpuLimits({ allowed, quotaCpus }: CpuLimits, lines: readonly RecordLine[]): CpuLimits {
  const last = lines.findLast((line): line is MachineChange => line.kind === 'machine');
  return last ?? { allowed, quotaCpus };
}

/** Notices that other CPUs may be used than before. */
export class MachineWatch {
  private last: CpuLimits;

  /** `now`: undefined where the system does not tell. */
  constructor(
    before: CpuLimits,
    private readonly now: () => CpuLimits | undefined,
  ) {
    this.last = before;
  }

  /** What may be used now, where that is not what might be at the last look. */
  look(): CpuLimits | undefined {
    const now = this.now();
    if (!now || isSame(now, this.last)) return undefined;
    this.last = now;
    return now;
  }
}

function isSame(a: CpuLimits, b: CpuLimits): boolean {
  return a.quotaCpus === b.quotaCpus && a.allowed.join() === b.allowed.join();
}
