import type { Timeline, TimelineChunk } from './report/timelines.js';

/** Of one worker in a pass; ms from its start. */
export interface WorkerTimes {
  worker: number;
  /** In the order in which they began. */
  chunks: TimelineChunk[];
  waits: Wait[];
}

export interface Wait {
  /**
   * `waits`: chunks were left, and it had none; `ends`: after its own last one, until the last one of all ended;
   * `unused`: it never got one.
   */
  kind: 'waits' | 'ends' | 'unused';
  from: number;
  to: number;
}

/** What each worker did from the pass's start to the end of the last chunk of all, whether it got a chunk or not. */
export function workerTimes({ workers, chunks }: Timeline): WorkerTimes[] {
  const last = chunks.reduce((latest, [, , , , , finished]) => Math.max(latest, finished), 0);
  return Array.from({ length: workers }, (_, worker) => {
    const own = chunks.filter(([by]) => by === worker).sort(([, , , , a], [, , , , b]) => a - b);
    return { worker, chunks: own, waits: waitsOf(own, last) };
  });
}

function waitsOf(chunks: readonly TimelineChunk[], last: number): Wait[] {
  if (chunks.length === 0) return [{ kind: 'unused', from: 0, to: last }];
  let free = 0;
  const waits: Wait[] = [];
  const wait = (kind: Wait['kind'], to: number) => {
    if (to > free) waits.push({ kind, from: free, to });
  };
  for (const [, , , , started, finished] of chunks) {
    wait('waits', started);
    free = Math.max(free, finished);
  }
  wait('ends', last);
  return waits;
}
