import { isPool, workKey } from '../../measure/cases/index.js';
import type { Visit } from '../../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../record/index.js';
import { formatMemory, listed } from '../../stats/index.js';
import { type MemoryGrowth, memoryGrowth, nameWorkers } from '../analysis/index.js';

export interface MemoryRoomOptions {
  /** Of the run: its machine, and its cases, which grow. */
  header: RecordHeader;
  /** What a worker may hold, MiB; undefined: what it likes. */
  limitMiB: number | undefined;
  /** What processes of ours have in memory once, though each counts it, MiB. */
  sharedMiB: number;
  /** Most that serial held, MiB; undefined where not known. */
  serialMiB(of: Pick<Setting, 'scenario' | 'params'>): number | undefined;
}

type Setting = Pick<
  RecordHeader['plan']['cases'][number],
  'scenario' | 'params' | 'engine' | 'workers' | 'command'
>;

type Growth = Pick<MemoryGrowth, 'counts' | 'baseMiB' | 'perWorkerMiB'>;

/** The engine whose workers are programs of ours. */
const PROCESSES = 'processes';

/** Above this share of the memory fewer workers are measured first, to know what they hold. */
const UNSURE_FROM = 0.5;

/**
 * Whether what is to be measured next fits into the memory, by what fewer workers of the same work held on the same
 * engine, or else by what a worker may hold. What does not is better not begun: the system would end something, and
 * not always what is to blame.
 */
export class MemoryRoom {
  constructor(private readonly options: MemoryRoomOptions) {}

  /** Why a visit would not fit, as a sentence with its figures; undefined where it fits, or nobody knows. */
  whyNot(visit: Visit, lines: readonly RecordLine[]): string | undefined {
    const of = settingOf(visit);
    if (of.workers < 2 || !isPool(of.engine) || wasMeasured(visit, lines)) return undefined;
    const room = this.room();
    const growth = this.growthBelow(of, lines);
    if (growth) {
      const { baseMiB, perWorkerMiB } = growth;
      const needMiB = baseMiB + perWorkerMiB * of.workers;
      return needMiB > room.mib ? refusal(of, measured(growth), needMiB, room.text) : undefined;
    }
    const { limitMiB } = this.options;
    if (limitMiB === undefined || limitMiB * of.workers <= room.mib) return undefined;
    return refusal(of, `${formatMemory(limitMiB)} of --max-worker-memory`, limitMiB * of.workers, room.text);
  }

  /** Whether fewer workers should be measured before it: it may need much, and nothing tells how much. */
  isUnsure(visit: Visit, lines: readonly RecordLine[]): boolean {
    const of = settingOf(visit);
    if (of.workers < 2 || !isPool(of.engine) || wasMeasured(visit, lines)) return false;
    const { limitMiB, serialMiB } = this.options;
    const eachMiB = Math.max(limitMiB ?? 0, serialMiB(of) ?? 0);
    return eachMiB * of.workers > UNSURE_FROM * this.room().mib;
  }

  private growthBelow(of: Setting, lines: readonly RecordLine[]): Growth | undefined {
    const { header } = this.options;
    const smaller = header.plan.cases.filter(
      (one) => one.engine === of.engine && one.workers < of.workers && workKey(one) === workKey(of),
    );
    const growth = memoryGrowth({ header, lines: [...lines], torn: false }, smaller);
    if (!growth || of.engine !== PROCESSES) return growth;
    const shared = Math.min(this.options.sharedMiB, growth.perWorkerMiB);
    return {
      counts: growth.counts,
      baseMiB: growth.baseMiB + shared,
      perWorkerMiB: growth.perWorkerMiB - shared,
    };
  }

  private room(): { mib: number; text: string } {
    const { memoryGiB, memoryLimitGiB } = this.options.header.host;
    return memoryLimitGiB !== null && memoryLimitGiB < memoryGiB
      ? { mib: 1024 * memoryLimitGiB, text: `a cgroup allows ${formatMemory(1024 * memoryLimitGiB)}` }
      : { mib: 1024 * memoryGiB, text: `this machine has ${formatMemory(1024 * memoryGiB)}` };
  }
}

function settingOf(visit: Visit): Setting {
  return visit.kind === 'case' ? visit.case : visit.ceiling;
}

/** It fitted. */
function wasMeasured(visit: Visit, lines: readonly RecordLine[]): boolean {
  if (visit.kind === 'case')
    return lines.some((line) => line.kind === 'observation' && line.case === visit.case.id);
  const { reference, workers } = visit.ceiling;
  return lines.some(
    (line) => line.kind === 'ceiling' && line.reference === reference && line.workers === workers,
  );
}

/** `1.20 GiB and 300 MiB beside them, as measured with 1 and 2,` */
function measured({ perWorkerMiB, baseMiB, counts }: Growth): string {
  const beside = baseMiB < 1 ? '' : ` and ${formatMemory(baseMiB)} beside them`;
  return `${formatMemory(perWorkerMiB)}${beside}, as measured with ${listed(counts.map(String))},`;
}

function refusal(of: Setting, each: string, needMiB: number, room: string): string {
  return `${nameWorkers(of)} × ${each} need ${formatMemory(needMiB)}; ${room}.`;
}
