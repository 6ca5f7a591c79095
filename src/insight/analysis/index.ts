export { type Analysis, analyse } from './analyse.js';
export { type CaseResult, coresOf } from './case-result.js';
export { type Comparison, roundRatiosBetween } from './comparisons.js';
export {
  type Curve,
  curvesOf,
  withoutCommonError,
} from './curves/curves.js';
export type { CurveFit } from './curves/fits.js';
export { CAUSES, type Loss, totalLoss } from './loss/loss.js';
export { type WorkerTime, workerTimeOf } from './loss/worker-time.js';
export { onChangedMachine } from './machine-changes.js';
export { type Measurements, measurementsOf } from './measurements.js';
export { type MemoryGrowth, memoryGrowth, SYSTEM_MEMORY_MIB, workersHeld } from './memory.js';
export {
  ASSUMED_BETWEEN_RUNS,
  ASSUMED_RUN_DEVIATION,
  type RoundRatio,
  ratioOver,
  restingOn,
  roundRatios,
} from './ratios.js';
export { coverageOf, isPartial, timeForAll } from './recommend/coverage.js';
export { rankOf, WORTH_A_POOL } from './recommend/judgement.js';
export type { Recommendation } from './recommend/recommendation.js';
export { MIN_CONFIRMATION_ROUNDS } from './recommend/recommendation.js';
export { measuredMs, priceOf, type RunSoFar, runSoFar } from './recommend/run-so-far.js';
export { bySpeedup, groupBy, oneWorkerOf, serialOf } from './references.js';
export { byRound, disturbedIn, isDisturbed, takenShare } from './samples.js';
export {
  durationOption,
  isTooWide,
  nameBaseline,
  nameCores,
  nameDispatch,
  namePlace,
  nameQuota,
  nameSetting,
  nameWork,
  nameWorkers,
  timesAsFast,
} from './wording.js';
