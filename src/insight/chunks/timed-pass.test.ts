import { describe, expect, it } from 'vitest';
import type { ChunkRow, Observation } from '../../record/index.js';
import { recordedPasses, timedPasses } from './task-times.js';

/** [worker, first task, tasks, pass, received, started, finished] */
const observed = (chunks: ChunkRow[]) => [{ chunks } as Observation];

describe('a recorded pass', () => {
  it('gives each task of a chunk its share of serial’s proportions', () => {
    const rows: ChunkRow[] = [
      [0, 0, 2, 0, 0, 1, 9],
      [1, 2, 1, 0, 0, 1, 6],
    ];
    expect(recordedPasses(observed(rows), [1, 3, 4])).toEqual([{ taskMs: [2, 6, 5], workers: [0, 0, 1] }]);
  });

  it('counts only where every chunk of it was kept', () => {
    const rows: ChunkRow[] = [
      [0, 0, 1, 0, 0, 0, 4],
      [0, 1, 1, 0, 0, 4, 8],
      [0, 0, 1, 1, 0, 0, 4],
    ];
    expect(recordedPasses(observed(rows), [4, 4])).toHaveLength(1);
  });
});

describe('slow workers', () => {
  const serialMs = [1, 1, 1, 1];

  it('are told from slow tasks by what the tasks usually take', () => {
    const [pass] = timedPasses([{ taskMs: [1, 3, 1, 3], workers: [0, 1, 0, 1] }], serialMs);
    expect(pass).toEqual({ taskMs: [2, 2, 2, 2], slowness: [0.5, 1.5] });
  });

  it('are none where the tasks are always so long, whoever has them', () => {
    const taskMs = [1, 3, 1, 3];
    const passes = timedPasses(
      [
        { taskMs, workers: [0, 1, 0, 1] },
        { taskMs, workers: [1, 0, 1, 0] },
        { taskMs, workers: [0, 1, 0, 1] },
      ],
      serialMs,
    );
    expect(passes.map(({ slowness }) => slowness)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('of a worker that had nothing, nothing is known', () => {
    const [pass] = timedPasses([{ taskMs: [2, 2, 2, 2], workers: [1, 1, 1, 1] }], serialMs);
    expect(pass!.slowness).toEqual([1, 1]);
  });
});
