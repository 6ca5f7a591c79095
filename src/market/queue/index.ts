export { type BalancerName, balancerNames } from './fleet/balancers/index.js';
export { waitAllenCunneen, waitMMc, waitQuantileMMc } from './formulas.js';
export { type LatencyOverLoad, latencyOverLoad } from './latency-over-load.js';
export { type Arrivals, type QueueInput, ratePerSecond } from './queue-input.js';
export type { Latency, QueueResult, StableQueue } from './queue-result.js';
export { deterministic, exponential, measured, type ServiceTimes } from './service-times.js';
export { simulateQueue } from './simulate-queue.js';
export { readTimestamps } from './timestamps.js';
