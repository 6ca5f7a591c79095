export type { Constraints, Demand } from './capacity/plan/index.js';
export {
  type DispatchedChunks,
  dispatcherSaturatesAt,
  type PoolCosts,
  type PoolRun,
  type SimulatedPool,
  simulatePool,
} from './capacity/pool/index.js';
export type { ComparisonDocument } from './compare/index.js';
export { type CompareOptions, compareRecords, writeComparison } from './compare-records.js';
export {
  CorewiseError,
  OverdueError,
  TaskError,
  UnavailableError,
  UnsentTaskError,
  UsageError,
  WorkerLostError,
} from './errors.js';
export { type MeasureOptions, measure } from './measure.js';
export { type PlanOptions, planCapacity, writePlan } from './plan-capacity.js';
export type * from './pool/index.js';
export {
  BackgroundTask,
  Consumers,
  Pool,
  QueueFullError,
  runInBackground,
  taskOf,
} from './pool/index.js';
export type { Finding, Interval, PlanDocument, Recommendation, Report, ReportCase } from './report/index.js';
export {
  fitScaling,
  karpFlatt,
  type LawFit,
  laws,
  type ScalingDoubt,
  type ScalingFit,
  type ScalingLaw,
  type ScalingMachine,
  type ScalingPoint,
  type ScalingPrediction,
  type WorkAndSpan,
  workAndSpan,
} from './scaling/index.js';
export * from './scenario/index.js';
export type { Progress } from './study/index.js';
