import { type Case, isPool } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { type Analysis, type Measurements, measurementsOf } from '../analysis/index.js';
import { leftOver } from './left-over.js';
import { type CostBasis, costCases, costsOfCases } from './pool-costs-of.js';
import { type SimulatedPool, simulatePool } from './simulate.js';
import { taskTimes } from './task-times.js';

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
  record: RunRecord,
  analysis: Analysis,
  inRound?: (round: number) => boolean,
): Map<string, PoolPrediction> {
  const measurements = measurementsOf(record);
  const predicted = analysis.cases.flatMap(({ case: one, status }) => {
    const isWarmPool = status === 'ok' && isPool(one.engine) && !one.cold;
    const prediction = isWarmPool && predict(one, analysis, measurements, inRound);
    return prediction ? [[one.id, prediction] as const] : [];
  });
  return new Map(predicted);
}

function predict(
  one: Case,
  analysis: Analysis,
  measurements: Measurements,
  inRound?: CostBasis['inRound'],
): PoolPrediction | undefined {
  const measured = costCases(measurements, analysis, one, one.engine, {
    dispatch: one.dispatch,
    cores: one.cores,
    without: (other) => isSameSetting(other, one),
    ...(inRound && { inRound }),
  });
  const costs = costsOfCases(measured, measurements);
  const taskMs = taskTimes(one, measurements, inRound);
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
