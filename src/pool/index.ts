export type { RestartLimit } from '../workers/engines/index.js';
export { Consumers } from './calls/consumers.js';
export type {
  CallOptions,
  ChunkedOptions,
  CloseOptions,
  ConsumeOptions,
  MapOptions,
} from './calls/options.js';
export { type FailedTask, taskOf } from './calls/outcome-values.js';
export type { PoolEvents } from './events.js';
export type { Functions } from './functions.js';
export type { PoolOptions } from './opening/options.js';
export { Pool } from './pool.js';
export { QueueFullError } from './queue/chunk-queue.js';
export type { PoolStats } from './queue/stats.js';
export { type BackgroundOptions, BackgroundTask, runInBackground } from './run-in-background.js';
