export { type Clock, monotonicClock, monotonicMs } from '../../simulation/index.js';
export {
  type Call,
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  type ChunkTelemetry,
  isFailure,
  movesOf,
  type Outcome,
  ReturnedChunk,
} from './chunk.js';
export { Fifo } from './fifo.js';
export {
  closedError,
  type HostPart,
  type LogEntry,
  type RunningChunk,
  type Session,
  SessionEmitter,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  submitTo,
  type WorkerUsage,
} from './session.js';
export { LONGEST_TIMER_MS, within } from './within.js';
