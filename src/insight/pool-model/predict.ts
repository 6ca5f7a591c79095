import { type Case, isPool, workKey } from '../../measure/cases/index.js';
import { sum } from '../../stats/index.js';
import { isDispatch } from '../../workers/dispatch/index.js';
import { type Analysis, type Measurements, serialOf } from '../analysis/index.js';
import type { PoolCosts } from './costs.js';
import { type MeasuredCase, measuredCase, taskTimes } from './measured-case.js';
import { type CostBasis, costCases, costsOfCases } from './pool-costs-of.js';
import { simulatePool } from './simulation/simulate.js';
import type { SimulatedPool } from './simulation/simulated-pass.js';

/** Every prediction simulates the other cases, too: of more tasks than this, a report would take minutes. */
const MOST_TASKS = 50_000;

/** A pass that was simulated, and what its costs were taken from. */
export interface PoolPrediction extends SimulatedPool {
  basis: { cases: number; rounds: number; assumptions: string[] };
}

/**
 * What the simulator says of each case, by id, from all cases but it: nothing that was measured with its setting is
 * used, only serial and other workers, chunksizes and dispatches of the same work on the same engine and cores. Cases
 * for which those do not suffice are left out, and so are cold ones, whose code is not warm either. What the simulation
 * leaves out of those others (see `leftOver`), it is taken to leave out here.
 * `inRound`: rounds that count; default: all.
 */
export function predictCases(
  analysis: Analysis,
  inRound?: (round: number) => boolean,
): Map<string, PoolPrediction> {
  const { measurements } = analysis;
  const seen = {
    measuredOf: onceBy(caseOf, (one: Case) => measuredCase(one, measurements, inRound)),
    taskMsOf: onceBy(workOf(measurements), (one: Case) => taskTimes(one, measurements, inRound)),
  };
  const predicted = analysis.cases.flatMap(({ case: one, status }) => {
    const isWarmPool = status === 'ok' && isPool(one.engine) && !one.cold && one.quota === undefined;
    const prediction = isWarmPool && predict(one, analysis, seen);
    return prediction ? [[one.id, prediction] as const] : [];
  });
  return new Map(predicted);
}

/** What is taken from the rounds, once for all predictions: a record may have very many. */
interface Seen {
  measuredOf: NonNullable<CostBasis['measuredOf']>;
  taskMsOf(one: Case): readonly number[] | undefined;
}

const caseOf = ({ id }: Case) => id;
const workOf =
  ({ cases }: Measurements) =>
  (one: Case) =>
    `${serialOf(one, cases)?.id} ${workKey(one)}`;

function onceBy<T>(keyOf: (one: Case) => string, of: (one: Case) => T): (one: Case) => T {
  const known = new Map<string, T>();
  return (one) => {
    const key = keyOf(one);
    if (!known.has(key)) known.set(key, of(one));
    return known.get(key)!;
  };
}

function predict(one: Case, analysis: Analysis, { measuredOf, taskMsOf }: Seen): PoolPrediction | undefined {
  const { measurements } = analysis;
  if (!isDispatch(one.dispatch)) return undefined;
  const measured = costCases(analysis, one, one.engine, {
    dispatch: one.dispatch,
    cores: one.cores,
    without: (other) => isSameSetting(other, one),
    measuredOf,
  });
  const costs = costsOfCases(measured, measurements);
  const taskMs = taskMsOf(one);
  if (!costs || !taskMs || taskMs.length > MOST_TASKS) return undefined;
  const { workers, chunksize, dispatch } = one;
  const { cases, rounds, otherLoad = 0, assumptions = [] } = costs.basis;
  // What others had of the machine while it was measured, they are taken to have in the prediction.
  const left = { ...costs, cores: Math.max(costs.cores / 2, costs.cores - otherLoad) };
  const simulated = simulatePool({ taskMs, workers, chunksize, dispatch, costs: left });
  return {
    ...simulated,
    wallMs: simulated.wallMs * leftOver(measured, left, taskMs, one),
    basis: { cases: cases.length, rounds, assumptions },
  };
}

function isSameSetting(a: Case, b: Case): boolean {
  return (
    a.dispatch === b.dispatch && a.workers === b.workers && a.chunksize === b.chunksize && a.cores === b.cores
  );
}

/** What it weighs that nothing is left over: as a case of a chunksize four times as large. */
const NOTHING_LEFT = 1 / 9;

type Setting = Pick<Case, 'workers' | 'chunksize'>;

/**
 * Measured wall time ÷ simulated, of the very cases that the costs are from: what the simulation leaves out, such as
 * threads that wait their turn though a core is free, or memory that is slower while messages are copied. The
 * geometric mean over cases with as many workers, in which those of similar chunksizes count most.
 */
export function leftOver(
  measured: readonly MeasuredCase[],
  costs: PoolCosts,
  taskMs: readonly number[],
  { workers, chunksize }: Setting,
): number {
  const alike = measured.filter((one) => one.case.workers === workers);
  const logs = alike.map(({ case: one, wallMs }) => {
    const run = { taskMs, workers, chunksize: one.chunksize, dispatch: one.dispatch, costs };
    return Math.log(wallMs / simulatePool(run).wallMs);
  });
  const weights = alike.map((one) => likeness(one.case.chunksize, chunksize));
  return Math.exp(sum(logs.map((log, i) => log * weights[i]!)) / (NOTHING_LEFT + sum(weights)));
}

/** 1 where they are equal, a quarter where one is twice the other, a ninth where it is four times as large. */
function likeness(a: number, b: number): number {
  return (1 + Math.abs(Math.log2(a / b))) ** -2;
}
