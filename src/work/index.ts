export type { Chunk } from './chunk.js';
export { type Clock, monotonicClock, monotonicMs } from './clock.js';
export { isFailure, type Outcome } from './outcome.js';
export type { ChunkResult, ChunkTelemetry, Session, SessionEvents, WorkerUsage } from './session.js';
