import { engineKey, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { formatMemory, type Interval, liesAbove, listed } from '../../stats/index.js';
import {
  type Analysis,
  type Curve,
  curvesOf,
  groupBy,
  type MemoryGrowth,
  memoryGrowth,
  nameWork,
  nameWorkers,
  SYSTEM_MEMORY_MIB,
  workersHeld,
} from '../analysis/index.js';
import type { Finding } from './finding.js';

/** A number of workers that the memory does not hold. */
interface TooMany {
  curve: Curve;
  growth: MemoryGrowth;
  workers: number;
  needMiB: Interval;
  isMeasured: boolean;
}

/**
 * Workers that need more memory than there is, at the counts that were measured and at those that were asked for and
 * failed, or were skipped: the whole interval of the need lies above it.
 */
export function memoryBoundsWorkers(record: RunRecord, { cases }: Analysis): Finding[] {
  const room = roomIn(record);
  const found = curvesOf(cases, (result) => result.case).flatMap((curve) =>
    tooManyOn(curve, record, room.mib),
  );
  const groups = groupBy(found, ({ curve }) => engineKey(curve));
  return [...groups.values()].map((same) => {
    const { curve, growth, workers, needMiB, isMeasured } = same.reduce(worse);
    const held = workersHeld(room.mib, growth);
    const need = isMeasured ? 'need' : 'would need';
    return {
      check: 'memory-bounds-workers',
      severity: 'warning',
      cases: [...new Set(same.flatMap((each) => each.curve.cases.map((result) => result.case.id)))],
      message: `${nameWork(curve, record.header.plan.cases)}: ${nameWorkers({ engine: curve.engine, workers })} ${need} ${needText(needMiB)} of memory, and ${room.text}. ${growthText(growth)}`,
      advice: `${held < 1 ? 'Not one worker fits: let tasks hold less' : `Use at most ${held}, or let tasks hold less`}; corewise plan finds machines with more memory.`,
    };
  });
}

function worse(a: TooMany, b: TooMany): TooMany {
  return b.workers > a.workers || (b.workers === a.workers && b.needMiB.value > a.needMiB.value) ? b : a;
}

function tooManyOn(curve: Curve, record: RunRecord, roomMiB: number): TooMany[] {
  const measured = curve.cases.map((result) => result.case);
  const growth = memoryGrowth(record, measured);
  if (!growth) return [];
  return askedOn(curve, record).flatMap((workers) => {
    const needMiB = growth.at(workers);
    const isMeasured = growth.counts.includes(workers);
    return liesAbove(needMiB, roomMiB) ? [{ curve, growth, workers, needMiB, isMeasured }] : [];
  });
}

/** All counts of the curve's setting that the plan has, whatever became of them. */
function askedOn(curve: Curve, { header }: RunRecord): number[] {
  const planned = header.plan.cases.map((one) => ({ case: one, status: 'ok' }));
  const same = curvesOf(planned, (one) => one.case).filter((other) => settingOf(other) === settingOf(curve));
  return [...new Set(same.flatMap(({ cases }) => cases.map((one) => one.case.workers)))];
}

function settingOf(
  curve: Pick<Curve, 'scenario' | 'params' | 'engine' | 'dispatch' | 'cpus' | 'quota' | 'chunksize'>,
) {
  const { engine, dispatch, cpus, quota, chunksize } = curve;
  return JSON.stringify([workKey(curve), engine, dispatch, cpus, quota, chunksize]);
}

/** What all processes together may hold, and how that is said. */
function roomIn({ header: { host } }: RunRecord): { mib: number; text: string } {
  const machine = 1024 * host.memoryGiB - SYSTEM_MEMORY_MIB;
  const limit = host.memoryLimitGiB === null ? Number.POSITIVE_INFINITY : 1024 * host.memoryLimitGiB;
  return limit < machine
    ? { mib: limit, text: `a cgroup allows ${formatMemory(limit)}` }
    : {
        mib: machine,
        text: `this machine has ${formatMemory(1024 * host.memoryGiB)}, of which ${SYSTEM_MEMORY_MIB} MiB are left to the system`,
      };
}

/** `14.0 GiB (13.8 GiB–14.2 GiB)` */
function needText({ value, low, high }: Interval): string {
  return `${formatMemory(value)} (${formatMemory(low)}–${formatMemory(high)})`;
}

function growthText({ counts, baseMiB, perWorkerMiB, isProportional }: MemoryGrowth): string {
  const each = `Each worker adds ${formatMemory(perWorkerMiB)}`;
  const measured = counts.length === 1 ? `${counts[0]} alone` : listed(counts.map(String));
  const base = baseMiB < 1 ? '' : ` to ${formatMemory(baseMiB)}`;
  const assumed = isProportional ? ', and assumed to grow in proportion' : '';
  return `${each}${base}, measured with ${measured}${assumed}.`;
}
