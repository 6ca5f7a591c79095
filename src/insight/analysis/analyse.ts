import type { RunRecord } from '../../record/index.js';
import type { CaseResult } from './case-result.js';
import { type Comparison, comparisonsOf } from './comparisons.js';
import { type CurveFit, fitsOf } from './curves/fits.js';
import { fatesOf } from './fate.js';
import { resultOf } from './figures.js';
import { type Measurements, measurementsOf } from './measurements.js';
import { recommend } from './recommend/recommend.js';
import type { Recommendation } from './recommend/recommendation.js';
import { runSoFar } from './recommend/run-so-far.js';
import { isDisturbed } from './samples.js';

export interface Analysis {
  /** What all figures are computed from. */
  measurements: Measurements;
  cases: CaseResult[];
  recommendations: Recommendation[];
  comparisons: Comparison[];
  /** What each setting over workers promises beyond what was measured. */
  fits: CurveFit[];
  /** Rounds in which any observation exceeded the gate, and all rounds. */
  disturbance: { rounds: number; disturbedRounds: number };
}

/** What a record means: a pure function of it, also of one that was cut short. */
export function analyse(record: RunRecord): Analysis {
  const measurements = measurementsOf(record);
  const fates = fatesOf(record);
  const { inspected } = record.header.plan;
  const cases = measurements.cases
    .map((one) => resultOf(one, fates.get(one.id)!, measurements))
    .map((result) => (inspected ? withoutComparison(result) : result));
  const recommendations = inspected ? [] : recommend(cases, measurements, runSoFar(record));
  const comparisons = comparisonsOf(cases, recommendations, measurements);
  let fits: CurveFit[] | undefined;
  return {
    measurements,
    cases,
    recommendations,
    comparisons,
    disturbance: disturbanceOf(record),
    // Fitted when asked for: a run is analysed after every round, and fits take a while that would count as load.
    get fits() {
      fits ??= fitsOf(cases, record.header.host, measurements.isVirtual);
      return fits;
    },
  };
}

/** Times taken while a debugger held a worker are compared with nothing. */
function withoutComparison({ lossIntervals: _, ...result }: CaseResult): CaseResult {
  return { ...result, ...NO_COMPARISON };
}

const NO_COMPARISON = {
  speedup: null,
  speedupAllRounds: null,
  scaling: null,
  efficiency: null,
  ceiling: null,
  lossWorkerMs: null,
  lossParts: null,
};

function disturbanceOf({ header, lines }: RunRecord): Analysis['disturbance'] {
  const measured = lines.filter((line) => line.kind === 'observation' || line.kind === 'ceiling');
  const disturbed = measured.filter(({ disturbance }) => isDisturbed(disturbance, header.plan.gate));
  const rounds = (of: typeof measured) => new Set(of.map(({ round }) => round)).size;
  return { rounds: rounds(measured), disturbedRounds: rounds(disturbed) };
}
