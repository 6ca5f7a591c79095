export type { MeasuredBest, MeasuredFall } from './best.js';
export { clusterDoubts } from './clusters.js';
export type { ScalingDoubt } from './doubts.js';
export { doubted, fitScaling, type ScalingFit } from './fit-scaling.js';
export { leastSquares } from './fitting/least-squares.js';
export {
  areEqual,
  type Bound,
  type Granularity,
  granularityBound,
  listSchedule,
  perTask,
} from './granularity.js';
export { laws } from './laws/index.js';
export type { LawFit, ScalingLaw } from './laws/law.js';
export type { ScalingMachine, ScalingPoint } from './points.js';
export { howFarOff, type LawMiss } from './predicting/held-to-points.js';
export type { ScalingPrediction } from './predicting/prediction.js';
export { priors } from './priors.js';
