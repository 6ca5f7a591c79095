import type { Lane, Observation } from '../../../record/index.js';
import { sum } from '../../../stats/index.js';
import { type Engine, forgetPeak, residentMemory } from '../../../workers/engines/index.js';

/** What this process held before its workers were started, and at most since, MiB. */
export interface HeldMemory {
  beforeMiB: number;
  peakMiB: number;
}

/** To be begun before threads are started, and read before they are ended; undefined for what is no threads. */
export function watchMemory({ placement, sharesNothing }: Engine): (() => HeldMemory) | undefined {
  if (placement !== 'workers' || sharesNothing) return undefined;
  const isForgotten = forgetPeak();
  const beforeMiB = residentMemory().nowMiB;
  return () => {
    const { nowMiB, peakMiB } = residentMemory();
    // Else the peak may be that of another case.
    return { beforeMiB, peakMiB: Math.max(beforeMiB, isForgotten ? peakMiB : nowMiB) };
  };
}

/**
 * Threads as an isolate sees itself, its heap and its buffers, are less than what the process grew by: stacks, code,
 * and what native modules allocate belong to them too. What the isolates do not know of is shared out evenly.
 */
export function withMemory(
  lanes: readonly Lane[],
  held: HeldMemory | undefined,
): Pick<Observation, 'lanes' | 'baseMemoryMiB'> {
  const own = lanes.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
  if (!held || own.length < lanes.length) return { lanes: [...lanes] };
  const unknownMiB = Math.max(0, held.peakMiB - held.beforeMiB - sum(own)) / lanes.length;
  return {
    lanes: lanes.map((lane) => ({ ...lane, peakMemoryMiB: lane.peakMemoryMiB! + unknownMiB })),
    baseMemoryMiB: held.beforeMiB,
  };
}
