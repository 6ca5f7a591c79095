import type { ChunkResult } from '../../../workers/session/index.js';
import { ManualSession } from '../../testing/manual-session.js';
import { ChunkQueue, type ChunkQueueOptions } from '../chunk-queue.js';
import type { CallGroup } from '../slot.js';

export function setUp(workers: number, options: Partial<ChunkQueueOptions> = {}) {
  const session = new ManualSession(workers);
  const drained: number[] = [];
  const queue: ChunkQueue = new ChunkQueue(session, {
    maxTasksPerWorker: undefined,
    maxWorkerMemory: undefined,
    maxQueued: undefined,
    onDrain: () => drained.push(queue.stats.queued),
    ...options,
  });
  const settled: string[] = [];
  const valuesOf = (result: ChunkResult | undefined) =>
    result?.outcomes.map((outcome) => ('error' in outcome ? 'failed' : outcome.value)).join(' ') ?? 'nothing';
  const run = (tasks: unknown[], group?: CallGroup) =>
    queue.run({ first: 0, tasks }, group).then((result) => {
      settled.push(`${tasks[0]}: ${valuesOf(result)}`);
      return result;
    });
  return { session, queue, drained, settled, run };
}

export const sum = ({ stats }: ChunkQueue) =>
  stats.queued + stats.running + stats.done + stats.failed + stats.lost + stats.cancelled;
