export { type ChecklistItem, checklist } from './checklist.js';
export { formatCpuList } from './cpus/cpu-list.js';
export { type CoreCounts, chooseCpus, countCores } from './cpus/cpus.js';
export { type PinMode, pinModes, pinPlan, whyNotPin } from './cpus/pin-plan.js';
export { describeHost } from './describe.js';
export {
  type DisturbanceMeter,
  disturbanceMeter,
  type HeldBack,
} from './disturbance/disturbance.js';
export { type ForeignWatch, foreignWatch, type Looked } from './disturbance/foreign-watch.js';
export {
  commandLineOf,
  groupsOf,
  processesWith,
  readReapedMs,
  readTreeUse,
  TreeCounters,
  type TreeUse,
} from './disturbance/tree-use.js';
export type { HostFacts } from './facts.js';
export { type Invention, inventHost } from './invented.js';
export { confine, type DiesWithParent, dieWithParent, knowDieWithParent, whyNotConfine } from './launch.js';
export { detectInstance } from './metadata/detect.js';
export type { DetectedInstance } from './metadata/service.js';
export { NODE_THREADS, whyNoMoreThreads } from './process-limits.js';
export { type NoQuotas, openQuotas, type Quotas } from './quota/quotas.js';
export { type CpuLimits, readCpuLimits, readHost } from './read.js';
export { readReadings } from './readings.js';
