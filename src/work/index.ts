export type { Call, Chunk } from './chunk.js';
export { type Clock, monotonicClock, monotonicMs } from './clock.js';
export { Fifo } from './fifo.js';
export { movesOf } from './moves.js';
export { isFailure, type Outcome } from './outcome.js';
export type {
  ChunkReceiver,
  ChunkResult,
  ChunkTelemetry,
  LogEntry,
  Session,
  SessionEvents,
  StreamOptions,
  StreamResult,
  WorkerUsage,
} from './session.js';
export { submitTo } from './submit.js';
