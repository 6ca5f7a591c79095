import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  nameWorkers,
  workKey,
} from '../analysis/index.js';
import { adviceFor, type ChunkAdvice, chunkAdviceOf, namedChunksize } from '../capacity/chunks/index.js';
import { SERIAL } from '../cases/index.js';
import type { RunRecord } from '../record/index.js';
import { formatCount, formatMs, formatRatio } from '../stats/index.js';
import type { Finding } from './finding.js';
import { type WorkerTimes, workerTimesOf } from './worker-times.js';

/** At this share of a worker's time dispatch no longer matters. */
const CHEAP = 0.1;

interface Measured {
  result: CaseResult;
  /** Inside a chunk, ms a task. */
  taskMs: number;
  /** Between chunks, ms a chunk. */
  dispatchMs: number;
}

/** Workers spend longer on getting a chunk than on doing it; the chunksize from which it pays. */
export function taskShorterThanDispatch(record: RunRecord, analysis: Analysis): Finding[] {
  const dear = analysis.cases
    .filter(
      ({ status, case: { engine, workers, cores, cold } }) =>
        status === 'ok' && engine !== SERIAL && !cold && workers <= cores,
    )
    .map((result) => ({ result, ...perTask(workerTimesOf(record, result)) }))
    .filter(({ taskMs, dispatchMs, result }) => dispatchMs > taskMs * chunkOf(result));
  const advice = dear.length > 0 ? chunkAdviceOf(record, analysis) : [];
  const groups = groupBy(dear, ({ result: { case: one } }) => `${workKey(one)} ${one.engine}`);
  return [...groups.values()].map((same) => {
    const shown = same.reduce((a, b) => (costOf(b) > costOf(a) ? b : a));
    const { taskMs, dispatchMs, result } = shown;
    const known = advised(result, advice);
    return {
      check: 'task-shorter-than-dispatch',
      severity: 'warning',
      cases: same.map(({ result: { case: one } }) => one.id),
      message: `${nameWork(result.case, record.header.plan.cases)}: a task takes ${formatMs(taskMs)}, and a worker waits ${formatMs(dispatchMs)} for each chunk, with ${nameSetting(result.case)}${speedupOf(result)}: chunks of ${chunksFor(shown, 0.5)} would take as long as getting them${known ? '' : `, and from about ${chunksFor(shown, CHEAP)} on dispatch takes less than a tenth of the time`}.`,
      advice: known ? adviceIn(known, result) : adviceBy(shown),
    };
  });
}

/** What the chunk advice says of the same setting, or of the fastest one with the same engine. */
function advised({ case: one }: CaseResult, all: readonly ChunkAdvice[]): ChunkAdvice | undefined {
  const ofEngine = all.filter((each) => each.engine === one.engine && workKey(each) === workKey(one));
  const shortest = ({ measured }: ChunkAdvice) => Math.min(...measured.map(({ wallMs }) => wallMs));
  return adviceFor(one, all) ?? ofEngine.toSorted((a, b) => shortest(a) - shortest(b))[0];
}

function adviceIn(known: ChunkAdvice, result: CaseResult): string {
  const size = namedChunksize(known);
  if (size <= chunkOf(result))
    return 'Make the tasks longer: a larger chunksize is not expected to be faster.';
  return `Set --chunksize ${formatCount(size)}, the best for ${nameWorkers(known)} with ${known.dispatch}, or make the tasks longer.`;
}

/** Where no pass can be computed. */
function adviceBy(shown: Measured): string {
  return `Raise --chunksize to about ${chunksFor(shown, CHEAP)}, as long as that leaves several chunks for each worker, or make the tasks longer.`;
}

function perTask({ busyMs, idleMs, tasks, chunks }: WorkerTimes): Pick<Measured, 'taskMs' | 'dispatchMs'> {
  return { taskMs: busyMs / tasks, dispatchMs: idleMs / chunks };
}

/** `apply` sends one task a message. */
function chunkOf({ case: { dispatch, chunksize } }: CaseResult): number {
  return dispatch === 'apply' ? 1 : chunksize;
}

/** Time between chunks for each ms of work. */
function costOf({ taskMs, dispatchMs, result }: Measured): number {
  return dispatchMs / (taskMs * chunkOf(result));
}

/** Tasks a chunk at which getting it takes this share of a worker's time; two digits, rounded up. */
function chunksFor({ taskMs, dispatchMs }: Measured, share: number): string {
  const exact = (dispatchMs / Math.max(taskMs, 1e-6)) * (1 / share - 1);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return formatCount(Math.max(2, Math.ceil(exact / unit) * unit));
}

function speedupOf({ speedup }: CaseResult): string {
  return speedup === null ? '' : ` (${formatRatio(speedup.value)} over serial)`;
}
