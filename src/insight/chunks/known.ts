import type { Case } from '../../measure/cases/index.js';
import type { Analysis } from '../analysis/index.js';
import { type PoolCosts, poolCostsOf } from '../pool-model/index.js';
import { type InRound, roundsWithoutGroups, type TaskTimes, taskTimesOf } from './task-times.js';

/**
 * What the costs may be. Cases of one chunksize alone cannot tell what a chunk costs from what its tasks do (copying
 * large objects), and the costs then have it all by the chunk: that is one extreme, all of it by the task the other.
 */
export function readingsOf(costs: PoolCosts, chunksizes: readonly number[]): PoolCosts[] {
  const [chunksize = 1, ...others] = new Set(chunksizes);
  return others.length > 0 ? [costs] : [costs, byTheTask(costs, chunksize)];
}

/** What a message costs beyond the chunks in it stays with the message. */
function byTheTask(costs: PoolCosts, chunksize: number): PoolCosts {
  const { perChunkMs, dispatcherPerChunkMs } = costs;
  const worker = costs.perFurtherChunkMs ?? perChunkMs;
  const dispatcher = costs.dispatcherPerFurtherChunkMs ?? dispatcherPerChunkMs;
  return {
    ...costs,
    perChunkMs: Math.max(0, perChunkMs - worker),
    perFurtherChunkMs: 0,
    perTaskMs: costs.perTaskMs + worker / chunksize,
    dispatcherPerChunkMs: Math.max(0, dispatcherPerChunkMs - dispatcher),
    dispatcherPerFurtherChunkMs: 0,
    dispatcherPerTaskMs: costs.dispatcherPerTaskMs + dispatcher / chunksize,
  };
}

/** What some rounds of a record tell of one setting. */
interface Known {
  times: TaskTimes;
  costs: PoolCosts;
}

/** What all rounds tell of a setting, and what they tell without each group of them. */
export interface KnownOverRounds {
  whole: Known;
  without: readonly Known[];
  /** The chunksizes of the cases that the costs are from. */
  costChunksizes: readonly number[];
}

/** `one`: the case that task times are taken from. Undefined where too little is known, or in too few rounds to say how well. */
export function knownOf(one: Case, analysis: Analysis): KnownOverRounds | undefined {
  const { measurements } = analysis;
  const known = (inRound?: InRound) => knownIn(one, analysis, inRound);
  const whole = known();
  const without = roundsWithoutGroups(one, measurements).flatMap((inRound) => known(inRound) ?? []);
  if (!whole || without.length < 2) return undefined;
  const { cases } = whole.costs.basis;
  const costChunksizes = measurements.cases.flatMap(({ id, chunksize }) =>
    cases.includes(id) ? [chunksize] : [],
  );
  return { whole, without, costChunksizes };
}

function knownIn(one: Case, analysis: Analysis, inRound?: InRound): Known | undefined {
  const { engine, dispatch, cores } = one;
  const times = taskTimesOf(one, analysis.measurements, inRound);
  const basis = { dispatch, cores, ...(inRound && { inRound }) };
  const costs = poolCostsOf(analysis, one, engine, basis);
  return times && costs && { times, costs };
}

/** By reading of the costs; there are two where chunks and tasks cannot be told apart. */
export function overReadings<T>(
  { whole, without, costChunksizes }: KnownOverRounds,
  make: (times: TaskTimes, costs: PoolCosts) => T,
): { whole: T; without: readonly T[] }[] {
  const read = ({ times, costs }: Known) =>
    readingsOf(costs, costChunksizes).map((reading) => make(times, reading));
  const others = without.map(read);
  return read(whole).map((each, i) => ({ whole: each, without: others.map((other) => other[i]!) }));
}
