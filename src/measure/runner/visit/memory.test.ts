import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../record/index.js';
import { findEngine, residentMemory } from '../../../workers/engines/index.js';
import { watchMemory, withMemory } from './memory.js';

const lane = (worker: number, peakMemoryMiB?: number): Lane => ({
  ...{ worker, startupMs: 0, busyMs: 0, idleMs: 0, tailMs: 0, unusedMs: 0, collectMs: 0, chunks: 1 },
  ...(peakMemoryMiB !== undefined && { peakMemoryMiB }),
});

describe('the memory of threads', () => {
  it('is what their isolates hold, and an even share of what else the process grew by', () => {
    const { lanes, baseMemoryMiB } = withMemory([lane(0, 10), lane(1, 30)], { beforeMiB: 50, peakMiB: 110 });
    expect(lanes.map(({ peakMemoryMiB }) => peakMemoryMiB)).toEqual([20, 40]);
    expect(baseMemoryMiB).toBe(50);
  });

  it('is no less than what their isolates hold, where what earlier ones held was used again', () => {
    const { lanes } = withMemory([lane(0, 10), lane(1, 30)], { beforeMiB: 50, peakMiB: 60 });
    expect(lanes.map(({ peakMemoryMiB }) => peakMemoryMiB)).toEqual([10, 30]);
  });

  it.each([
    ['of processes, which know their own', [lane(0, 10)], undefined],
    ['where a thread does not tell', [lane(0)], { beforeMiB: 50, peakMiB: 60 }],
  ])('is left as it is %s', (_, lanes, held) => {
    expect(withMemory(lanes, held)).toEqual({ lanes });
  });
});

describe('watching', () => {
  it('sees what this process comes to hold, and forgets what it held before', () => {
    fill(96);
    collectGarbage();
    const read = watchMemory(findEngine('threads'))!;
    const kept = fill(64);
    const { beforeMiB, peakMiB } = read();
    expect(kept).toHaveLength(64 * 2 ** 20);
    expect(peakMiB - beforeMiB).toBeGreaterThan(56);
    expect(peakMiB - beforeMiB).toBeLessThan(90);
    expect(residentMemory().nowMiB).toBeGreaterThan(64);
  });

  it.each(['serial', 'processes', 'fake'])('is for no worker of %s', (name) => {
    expect(watchMemory(findEngine(name))).toBeUndefined();
  });
});

/** So many MiB, each page of them touched. */
function fill(mib: number): Uint8Array {
  return new Uint8Array(mib * 2 ** 20).fill(1);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
  collect();
}
