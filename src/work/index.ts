export type { Call, Chunk } from './chunk.js';
export { type Clock, monotonicClock, monotonicMs } from './clock.js';
export { isFailure, type Outcome } from './outcome.js';
export type {
  ChunkResult,
  ChunkTelemetry,
  LogEntry,
  Session,
  SessionEvents,
  StreamOptions,
  StreamResult,
  WorkerUsage,
} from './session.js';
