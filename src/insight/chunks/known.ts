import type { Case } from '../../measure/cases/index.js';
import type { Analysis, Measurements } from '../analysis/index.js';
import { costsFrom, type PoolCosts } from '../pool-model/index.js';
import { readingsOf } from './cost-readings.js';
import { type InRound, roundsWithoutGroups } from './rounds.js';
import { type TaskTimes, taskTimesOf } from './task-times.js';

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
export function knownOf(
  one: Case,
  analysis: Analysis,
  measurements: Measurements,
): KnownOverRounds | undefined {
  const known = (inRound?: InRound) => knownIn(one, analysis, measurements, inRound);
  const whole = known();
  const without = roundsWithoutGroups(one, measurements).flatMap((inRound) => known(inRound) ?? []);
  if (!whole || without.length < 2) return undefined;
  const { cases } = whole.costs.basis;
  const costChunksizes = measurements.cases.flatMap(({ id, chunksize }) =>
    cases.includes(id) ? [chunksize] : [],
  );
  return { whole, without, costChunksizes };
}

function knownIn(
  one: Case,
  analysis: Analysis,
  measurements: Measurements,
  inRound?: InRound,
): Known | undefined {
  const { engine, dispatch, cores } = one;
  const times = taskTimesOf(one, measurements, inRound);
  const basis = { dispatch, cores, ...(inRound && { inRound }) };
  const costs = costsFrom(measurements, analysis, one, engine, basis);
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
