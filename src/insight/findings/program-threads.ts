import { workKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import {
  counted,
  formatCores,
  formatInterval,
  type Interval,
  largest,
  liesAbove,
  sum,
} from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, meanOverRounds } from './over-rounds.js';

/** A main thread beside its workers, and what collects garbage, take some. */
const AS_TOLD = 1.2;

interface Busy {
  result: CaseResult;
  /** CPUs' worth of time that the program used. */
  cpus: Interval;
}

/**
 * A program that computes on more CPUs than it was told: it takes the number otherwise, or its workers have threads of
 * their own, and workers × threads is more than the cores. The whole interval of the CPUs that it kept busy, over
 * rounds, lies above 1.2 times what it was told. Beyond the cores nothing shows it.
 */
export function programThreads(record: RunRecord, { cases }: Analysis): Finding[] {
  const told = cases.filter(
    ({ status, case: one }) => status === 'ok' && one.command === 'self-parallel' && one.engine !== 'serial',
  );
  const busy = told.filter(isQuiet).flatMap((result): Busy[] => {
    const cpus = meanOverRounds(record, result, cpusOf);
    return liesAbove(cpus, AS_TOLD * result.case.workers) ? [{ result, cpus }] : [];
  });
  return [...groupBy(busy, ({ result: { case: one } }) => workKey(one)).values()].map((same) => {
    const [{ result, cpus }] = same as [Busy];
    const { workers, cores } = result.case;
    const threads = threadsOf(record, result);
    const per = cpus.value / workers;
    return {
      check: 'program-threads',
      severity: 'warning',
      cases: same.map(({ result: { case: one } }) => one.id),
      message: `${nameWork(result.case, record.header.plan.cases)}: with ${counted(workers, 'worker')} it kept ${formatCores(cpus.value)} CPUs busy (${formatInterval(cpus)})${threads === null ? '' : `, in up to ${counted(threads, 'thread')}`}: ${workers === 1 ? 'what counts as one worker is more than one, so every speedup over it is too small' : 'its workers have threads of their own'}. With ${counted(Math.max(1, Math.floor(cores / per)) + 1, 'worker')} it asks for more than ${formatCores(cores)} cores.`,
      advice:
        'Let one side be parallel: set the threads of a worker to one (OMP_NUM_THREADS, RAYON_NUM_THREADS, GOMAXPROCS, or an option of the program), or check that the program reads its number of workers from where you put it.',
    };
  });
}

function cpusOf({ lanes, wallMs }: Observation): number | null {
  if (lanes.some(({ cpuMs }) => cpuMs === undefined)) return null;
  return sum(lanes.map(({ cpuMs }) => cpuMs!)) / sum(wallMs);
}

/** Idle ones count as well. */
function threadsOf({ lines }: RunRecord, { case: { id } }: CaseResult): number | null {
  const own = lines.filter((line): line is Observation => line.kind === 'observation' && line.case === id);
  const seen = own.flatMap(({ lanes }) => lanes.flatMap(({ threads }) => threads ?? []));
  return seen.length > 0 ? largest(seen) : null;
}
