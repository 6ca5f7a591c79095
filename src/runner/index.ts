export { type ChildBenchHostOptions, childBenchHost } from './bench-host/child.js';
export { localBenchHost } from './bench-host/local.js';
export type { BenchHost, Reference, ScenarioRef } from './bench-host/protocol.js';
export { type Meter, virtualMeter } from './meter.js';
export {
  type CeilingPlan,
  type Decision,
  type History,
  type OpenHost,
  runRounds,
  type StopRule,
  type Visit,
  visitKey,
} from './rounds.js';
