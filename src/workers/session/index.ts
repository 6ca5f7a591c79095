export { type Clock, monotonicClock, monotonicMs } from '../../simulation/index.js';
export { Fifo } from './fifo.js';
export {
  type Call,
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  type ChunkTelemetry,
  closedError,
  type HostPart,
  isFailure,
  type LogEntry,
  movesOf,
  type Outcome,
  ReturnedChunk,
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
