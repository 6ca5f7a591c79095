export { type Clock, monotonicClock, monotonicMs } from '../../simulation/index.js';
export type { Call, Chunk } from './chunk.js';
export { Fifo } from './fifo.js';
export { movesOf } from './moves.js';
export { isFailure, type Outcome } from './outcome.js';
export { isIdentifier, propertyStep } from './property-step.js';
export type {
  ChunkReceiver,
  ChunkResult,
  ChunkTelemetry,
  LogEntry,
  RunningChunk,
  Session,
  SessionEvents,
  StreamOptions,
  StreamResult,
  WorkerUsage,
} from './session.js';
export { submitTo } from './submit.js';
export { LONGEST_TIMER_MS, within } from './within.js';
