export {
  CorewiseError,
  OverdueError,
  PoolBrokenError,
  TaskError,
  UnavailableError,
  UnsentTaskError,
  UsageError,
  WorkerLostError,
} from './errors.js';
export {
  type DispatchedChunks,
  dispatcherSaturatesAt,
  type PoolCosts,
  type PoolRun,
  type SimulatedPool,
  simulatePool,
} from './insight/pool-model/index.js';
export {
  fitScaling,
  type LawFit,
  laws,
  type ScalingDoubt,
  type ScalingFit,
  type ScalingLaw,
  type ScalingMachine,
  type ScalingPoint,
  type ScalingPrediction,
} from './insight/scaling/index.js';
export {
  type BenchmarkCompareOptions,
  type CompareOptions,
  compareBenchmarks,
  compareRecords,
  writeComparison,
} from './library/compare-records.js';
export { type MeasureOptions, measure } from './library/measure.js';
export { type PlanOptions, planCapacity, writePlan } from './library/plan-capacity.js';
export { planRunner, type RunnerOptions } from './library/plan-runner.js';
export type { BenchmarkComparison, ComparisonDocument } from './market/compare/index.js';
export type { Constraints, Demand } from './market/plan/index.js';
export type { Progress } from './measure/preparation/index.js';
export type * from './pool/index.js';
export {
  BackgroundTask,
  Consumers,
  Pool,
  QueueFullError,
  runInBackground,
  taskOf,
} from './pool/index.js';
export type {
  Finding,
  Interval,
  PlanDocument,
  Recommendation,
  Report,
  ReportCase,
  RunnerPlanDocument,
} from './report/index.js';
export * from './scenario/index.js';
