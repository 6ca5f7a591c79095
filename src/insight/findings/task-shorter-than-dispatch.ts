import { engineKey, isPool, workKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import {
  formatCount,
  formatMsInterval,
  formatRatioInterval,
  type Interval,
  liesAbove,
} from '../../stats/index.js';
import { type CaseResult, groupBy, nameSetting, nameWork, nameWorkers } from '../analysis/index.js';
import { type AdvisedAnalysis, adviceFor, type ChunkAdvice, namedChunksize } from '../chunks/index.js';
import type { Finding } from './finding.js';
import { isQuiet, ratioOverRounds } from './over-rounds.js';
import { workerTimesIn } from './worker-times.js';

/** Getting a chunk takes this many times as long as doing it. */
const AS_LONG = 1;
/** At this share of a worker's time dispatch no longer matters. */
const CHEAP = 0.1;

interface Measured {
  result: CaseResult;
  /** Inside a chunk, ms per task. */
  taskMs: Interval;
  /** Between chunks, ms per chunk. */
  dispatchMs: Interval;
  /** Time between chunks ÷ that inside them. */
  cost: Interval;
}

/**
 * Workers spend longer on getting a chunk than on doing it, and the chunksize from which it pays. The whole interval of
 * the one over the other lies above 1.
 */
export function taskShorterThanDispatch(record: RunRecord, analysis: AdvisedAnalysis): Finding[] {
  const dear = analysis.cases
    .filter((result) => result.status === 'ok' && isQuiet(result) && hasCores(result))
    .flatMap((result) => measuredIn(record, result) ?? []);
  const advice = dear.length > 0 ? analysis.chunkAdvice : [];
  const groups = groupBy(dear, ({ result: { case: one } }) => engineKey(one));
  return [...groups.values()].map((same) => {
    const shown = same.reduce((a, b) => (b.cost.value > a.cost.value ? b : a));
    const { taskMs, dispatchMs, cost, result } = shown;
    const known = advised(result, advice);
    return {
      check: 'task-shorter-than-dispatch',
      severity: 'warning',
      cases: same.map(({ result: { case: one } }) => one.id),
      message: `${nameWork(result.case, record.header.plan.cases)}: with ${nameSetting(result.case)}${speedupOf(result)}, a task takes ${formatMsInterval(taskMs)}, and a worker waits ${formatMsInterval(dispatchMs)} for each chunk: ${formatRatioInterval(cost)} as long as it works on it. Chunks of ${chunksFor(shown, 0.5)} would take as long to run as to get${known ? '' : `; with chunks of about ${chunksFor(shown, CHEAP)}, dispatch takes less than a tenth of the time`}.`,
      advice: known ? adviceIn(known, result) : adviceBy(shown),
    };
  });
}

/** A quota stops the thread that sends as well. */
function hasCores({ case: { engine, workers, cores, cold, quota } }: CaseResult): boolean {
  return isPool(engine) && !cold && quota === undefined && workers <= cores;
}

function measuredIn(record: RunRecord, result: CaseResult): Measured | undefined {
  const each = (of: (taskMs: number, dispatchMs: number) => number) => (observation: Observation) => {
    const { busyMs, idleMs, tasks, chunks } = workerTimesIn(observation);
    return of(busyMs / tasks, idleMs / chunks);
  };
  const perChunk = chunkOf(result);
  const cost = ratioOverRounds(
    record,
    result,
    each((taskMs, dispatchMs) => dispatchMs / (taskMs * perChunk)),
  );
  if (!liesAbove(cost, AS_LONG)) return undefined;
  const taskMs = ratioOverRounds(
    record,
    result,
    each((task) => task),
  );
  const dispatchMs = ratioOverRounds(
    record,
    result,
    each((_, dispatch) => dispatch),
  );
  return taskMs && dispatchMs ? { result, taskMs, dispatchMs, cost } : undefined;
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

/** `apply` sends one task a message. */
function chunkOf({ case: { dispatch, chunksize } }: CaseResult): number {
  return dispatch === 'apply' ? 1 : chunksize;
}

/** Tasks a chunk at which getting it takes this share of a worker's time; two digits, rounded up. */
function chunksFor({ taskMs, dispatchMs }: Measured, share: number): string {
  const exact = (dispatchMs.value / Math.max(taskMs.value, 1e-6)) * (1 / share - 1);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return formatCount(Math.max(2, Math.ceil(exact / unit) * unit));
}

function speedupOf({ speedup }: CaseResult): string {
  return speedup === null ? '' : ` (speedup ${formatRatioInterval(speedup)})`;
}
