export { type Autoscale, autoscaleDefaults } from './autoscaler.js';
export { type BalancerName, balancerNames } from './balancers/index.js';
export * from './formulas/index.js';
export { type InstancesFor, type InstancesForInput, instancesFor } from './instances-for.js';
export type { Latency } from './latency.js';
export {
  type LatencyOverLoad,
  type LoadPoint,
  latencyOverLoad,
  type OverLoadInput,
} from './latency-over-load.js';
export { leastWhere } from './least-where.js';
export type { Arrivals, QueueInput } from './queue-input.js';
export type { QueueResult, StableQueue, UnstableQueue } from './queue-result.js';
export { deterministic, exponential, measured, type ServiceTimes } from './service-times.js';
export { simulateQueue } from './simulate-queue.js';
export { readTimestamps } from './timestamps/index.js';
export type { Trial } from './trials.js';
