import { SERIAL, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import {
  formatCount,
  formatMs,
  formatMsInterval,
  formatPercent,
  type Interval,
  liesAbove,
  meanInterval,
} from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, sharedRounds } from './over-rounds.js';
import { LEAST_START_MS, meanChunk, START_MATTERS } from './worker-times.js';

/** What a chunk takes in serial: its start, and so much for each task. */
interface ChunkCost {
  startMs: Interval;
  taskMs: Interval;
}

/**
 * What starting the program takes, from serial in the smallest and the largest chunksize of the same rounds: a chunk
 * takes start + tasks × time, and two sizes tell both. From one chunksize nothing tells. The whole interval of the start
 * lies above 1 ms.
 */
export function programStartUp(record: RunRecord, { cases }: Analysis): Finding[] {
  const serial = cases.filter(
    (result) =>
      result.status === 'ok' &&
      result.case.engine === SERIAL &&
      result.case.command === 'chunks' &&
      isQuiet(result),
  );
  return [...groupBy(serial, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const sizes = same.toSorted((a, b) => a.case.chunksize - b.case.chunksize);
    const [small, large] = [sizes[0]!, sizes.at(-1)!];
    const cost = small === large ? null : costOf(record, small, large);
    if (!cost || !liesAbove(cost.startMs, LEAST_START_MS)) return [];
    const { case: one } = small;
    return [
      {
        check: 'program-start-up',
        severity: 'info' as const,
        cases: sizes.map((result) => result.case.id),
        message: `${nameWork(one, record.header.plan.cases)}: starting the program takes ${formatMsInterval(cost.startMs)} per chunk, and a task ${formatMsInterval(cost.taskMs)}: ${sharesOf(sizes, cost)}.`,
        advice: adviceOn(cost),
      },
    ];
  });
}

/** `79 % of the time at chunksize 1, 49 % at chunksize 4`. */
function sharesOf(sizes: readonly CaseResult[], cost: ChunkCost): string {
  const shares = sizes.map(
    ({ case: { chunksize } }, place) =>
      `${formatPercent(shareAt(chunksize, cost))} ${place === 0 ? 'of the time ' : ''}at chunksize ${formatCount(chunksize)}`,
  );
  return shares.join(', ');
}

function shareAt(chunksize: number, { startMs, taskMs }: ChunkCost): number {
  return startMs.value / (startMs.value + chunksize * taskMs.value);
}

function costOf(record: RunRecord, small: CaseResult, large: CaseResult): ChunkCost | null {
  const rounds = sharedRounds(record, [small, large]).map(([a, b]) => {
    const [one, other] = [meanChunk(a!), meanChunk(b!)];
    const taskMs = (other.ms - one.ms) / (other.tasks - one.tasks);
    return { taskMs, startMs: one.ms - one.tasks * taskMs };
  });
  const startMs = meanInterval(rounds.map((round) => round.startMs));
  const taskMs = meanInterval(rounds.map((round) => round.taskMs));
  return startMs && taskMs && taskMs.value > 0 ? { startMs, taskMs } : null;
}

function adviceOn({ startMs, taskMs }: ChunkCost): string {
  const factor = 1 / START_MATTERS - 1;
  const chunksize = Math.ceil((factor * startMs.value) / taskMs.value);
  const least = `${formatPercent(START_MATTERS)} of the time`;
  if (chunksize <= 1)
    return `It is below ${least} for tasks this long: nothing to gain. Tasks shorter than ${formatMs(factor * startMs.value)} would feel it.`;
  return `It falls below ${least} at --chunksize ${formatCount(chunksize)}, or with tasks of ${formatMs(factor * startMs.value)} or longer. A process that is started once for each worker (--persistent) pays it once: about ${formatMs(startMs.value)} less for each chunk.`;
}
