import { median } from '../../stats/index.js';
import { handsOverAtTheEnd, type PoolCosts } from './costs.js';
import type { MeasuredCase } from './measured-case.js';
import { type MessageCosts, separateMessages } from './separate.js';

type DispatcherCosts = Pick<
  PoolCosts,
  | 'dispatcherPerChunkMs'
  | 'dispatcherPerFurtherChunkMs'
  | 'dispatcherPerTaskMs'
  | 'handOverPerTaskMs'
  | 'latencyMs'
>;

/**
 * While passes are measured, a timer of 1 ms watches the event loop on the dispatcher's thread (`LoopWatch`). Where
 * the thread has nothing else to do, it takes up to about this share of a CPU, which is no cost of the pool.
 */
const WATCHING_SHARE = 0.03;

/** The dispatcher's side of chunks and tasks, and what is nobody's: the way between the threads. */
export function dispatcherCosts(measured: readonly MeasuredCase[]): {
  costs: DispatcherCosts;
  assumptions: string[];
} {
  const watching = watchingShare(measured);
  const whileRunning = separateMessages(measured, (one) => Math.max(0, ownMs(one, watching) - leftMs(one)));
  const latencyMs = latencyOf(measured, whileRunning);
  const handOverPerTaskMs = handOver(measured, whileRunning, latencyMs);
  const isKnown = measured.every(({ isDispatcherKnown }) => isDispatcherKnown);
  return {
    costs: {
      dispatcherPerChunkMs: whileRunning.alone,
      dispatcherPerFurtherChunkMs: whileRunning.further,
      dispatcherPerTaskMs: whileRunning.perTask + handOverPerTaskMs,
      handOverPerTaskMs,
      latencyMs,
    },
    assumptions: isKnown
      ? []
      : ['the CPU time of the dispatcher is not known here: receiving is assumed to cost as much as sending'],
  };
}

function watchingShare(measured: readonly MeasuredCase[]): number {
  const shares = measured.map(
    ({ dispatcherMs, wallMs }) => dispatcherMs / Math.max(wallMs - dispatcherMs, 1e-9),
  );
  return Math.min(WATCHING_SHARE, ...shares.filter((share) => share >= 0));
}

function ownMs({ dispatcherMs, wallMs, isDispatcherKnown }: MeasuredCase, watching: number): number {
  return isDispatcherKnown ? dispatcherMs - watching * Math.max(0, wallMs - dispatcherMs) : dispatcherMs;
}

/** What the dispatcher does when the last chunk is done. */
function leftMs({ case: { dispatch }, collectMs }: MeasuredCase): number {
  return handsOverAtTheEnd(dispatch) ? collectMs : 0;
}

/**
 * The way to a worker and back. Where workers have no chunks in reserve, they are idle for it between two of them:
 * what is neither theirs nor the dispatcher's CPU time. Elsewhere only the last chunk of a pass shows half of it, and
 * the case where it was shortest says what waking up takes: one end a pass has no mean to speak of.
 */
function latencyOf(measured: readonly MeasuredCase[], whileRunning: MessageCosts): number {
  const { alone, perTask } = whileRunning;
  const withoutSpares = measured.filter(({ isWithoutSpares }) => isWithoutSpares);
  const gaps = withoutSpares.map(
    ({ gapMs, gapCpuMs, chunks, tasks }) => (gapMs - gapCpuMs - tasks * perTask) / chunks - alone,
  );
  const ends = measured
    .filter(({ case: { dispatch } }) => !handsOverAtTheEnd(dispatch))
    .map((one) => 2 * one.collectMs - messageMs(one, whileRunning));
  if (gaps.length > 0) return Math.max(0, median(gaps));
  return ends.length > 0 ? Math.max(0, Math.min(...ends)) : 0;
}

/** A message as the case had them. */
function messageMs({ messages, chunks, tasks }: MeasuredCase, costs: MessageCosts): number {
  const { alone, further, perTask } = costs;
  return alone + (chunks / messages - 1) * further + (tasks / messages) * perTask;
}

function handOver(measured: readonly MeasuredCase[], whileRunning: MessageCosts, latencyMs: number): number {
  const left = measured
    .filter(({ case: { dispatch } }) => handsOverAtTheEnd(dispatch))
    .map((one) => (one.collectMs - (latencyMs + messageMs(one, whileRunning)) / 2) / one.tasks);
  return left.length > 0 ? Math.max(0, median(left)) : 0;
}
