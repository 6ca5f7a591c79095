import { analyse, restingOn } from '../../src/insight/analysis/index.js';
import { predictCases } from '../../src/insight/pool-model/index.js';
import type { Case } from '../../src/measure/cases/index.js';
import type { RunRecord } from '../../src/record/index.js';
import { medianInterval } from '../../src/stats/index.js';

/** A prediction from odd rounds of all other cases, and what even rounds measured. Times are ms. */
export interface Agreement {
  case: Case;
  predicted: number;
  median: number;
  low: number;
  high: number;
  /** Within 10 %, or inside the interval. */
  isNear: boolean;
}

const NEAR = 0.1;
const isOdd = (round: number) => round % 2 === 1;

export function agreements(record: RunRecord): Agreement[] {
  const analysis = analyse(record);
  const { samples } = analysis.measurements;
  const predictions = predictCases(analysis, isOdd);
  return analysis.cases.flatMap(({ case: one }) => {
    const predicted = predictions.get(one.id)?.wallMs;
    const even = [...(samples.get(one.id)?.values() ?? [])].filter(({ round }) => !isOdd(round));
    if (predicted === undefined || even.length === 0) return [];
    const truth = medianInterval(restingOn(even).used.map(({ wallMs }) => wallMs));
    const isWithin = predicted >= truth.low && predicted <= truth.high;
    const isNear = isWithin || Math.abs(predicted / truth.median - 1) <= NEAR;
    return [{ case: one, predicted, ...truth, isNear }];
  });
}
