export { type FailedTask, taskOf } from './arrived.js';
export type {
  CallOptions,
  ChunkedOptions,
  CloseOptions,
  ConsumeOptions,
  MapOptions,
} from './call-options.js';
export { QueueFullError } from './chunk-queue.js';
export { Consumers } from './consumers.js';
export type { Functions } from './functions.js';
export { Pool, type PoolEvents } from './pool.js';
export type { PoolOptions } from './pool-options.js';
export type { PoolStats } from './pool-stats.js';
export { type BackgroundOptions, BackgroundTask, runInBackground } from './run-in-background.js';
