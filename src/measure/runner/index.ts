export { type ChildBenchHostOptions, childBenchHost } from './bench-host/child.js';
export { localBenchHost } from './bench-host/local.js';
export type {
  BenchHost,
  Called,
  Failure,
  Looked,
  ModuleHost,
  ScenarioFacts,
  ScenarioRef,
  SerialPass,
} from './bench-host/protocol.js';
export { Patience } from './bench-host/quiet.js';
export { defaultLimits } from './bench-host/stage-watch.js';
export { VisitLog } from './bench-host/visit-log.js';
export {
  type CeilingPlan,
  type DecidedCase,
  type Decision,
  type History,
  type Purpose,
  type StopReason,
  type StopRule,
  type Visit,
  type VisitNext,
  visitKey,
} from './decision.js';
export { type Earlier, earlierOf } from './earlier.js';
export { failureOf } from './failure.js';
export { lastCpuLimits, MachineWatch } from './machine-watch.js';
export { virtualMeter } from './pass/passes.js';
export { type OpenHost, runRounds } from './rounds.js';
export { RunLog, type RunLogEntry, runLogText } from './run-log.js';
export { sampledIndices, type TaskSample } from './visit/sample.js';
export { serialDifference } from './visit/verify.js';
