import { type Clock, monotonicMs } from '../../session/index.js';

/** A session's clock, and what it does by itself later. */
export interface Timeline extends Clock {
  /** The function returned prevents the action. */
  after(ms: number, action: () => void): () => void;
}

/** The machine's own. What is to come keeps no program running. */
export const realTime: Timeline = {
  now: monotonicMs,
  after(ms, action) {
    const timer = setTimeout(action, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Answers can be worked out by hand: nothing depends on what this thread takes, or on whose turn it would be. */
export interface VirtualWorkers {
  time: Timeline;
  /** Chunks that each may hold. */
  chunksAWorker: number;
  /** The session waits from now on for what runs. */
  closing(): void;
}
