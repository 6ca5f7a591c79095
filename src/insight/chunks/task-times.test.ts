import { describe, expect, it } from 'vitest';
import type { ChunkRow, Observation, RunRecord } from '../../record/index.js';
import { measurementsOf } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { recordedPasses, taskTimesOf, timedPasses } from './task-times.js';

/** Two tasks that take serial 10 and 30 ms, and two workers 20 and 60. */
const record = inventRecord({
  rounds: 4,
  scenarios: [{ name: 'shaped', tasks: 2, taskMs: [10, 30] }],
  cases: [
    { engine: 'serial', wallMs: 40, lane: { busyMs: 40, cpuMs: 40, waitMs: 0 } },
    { engine: 'threads', workers: 2, wallMs: 60, lane: { busyMs: 40, cpuMs: 40, waitMs: 0, chunks: 1 } },
  ],
});
const one = record.header.plan.cases[1]!;

/** With the chunks of one pass in every observation of the pool. */
function recording(rows: ChunkRow[]): RunRecord {
  const lines = record.lines.map((line) =>
    line.kind === 'observation' && line.case === one.id ? { ...line, chunks: rows } : line,
  );
  return { ...record, lines };
}

const timesIn = (of: RunRecord) => taskTimesOf(one, measurementsOf(of));

describe('the times of the tasks', () => {
  it('are those of the workers, at serial’s speed: how slow company makes them stands in the costs', () => {
    const rows: ChunkRow[] = [
      [0, 0, 1, 0, 0, 0, 20],
      [1, 1, 1, 0, 0, 0, 60],
    ];
    const times = timesIn(recording(rows))!;
    expect(times.from).toBe('workers');
    expect(times.passes).toHaveLength(4);
    for (const { taskMs, slowness } of times.passes) {
      expect(taskMs[0]).toBeCloseTo(10, 9);
      expect(taskMs[1]).toBeCloseTo(30, 9);
      expect(slowness).toEqual([1, 1]);
    }
  });

  it('are serial’s where no pass was recorded to its end', () => {
    const times = timesIn(recording([[0, 0, 1, 0, 0, 0, 20]]))!;
    expect(times.from).toBe('serial');
    expect(times.passes[0]!.taskMs.map((ms) => Number(ms.toFixed(9)))).toEqual([10, 30]);
  });

  it('are unknown without serial', () => {
    const lines = record.lines.filter((line) => !('case' in line) || line.case === one.id);
    expect(timesIn({ ...record, lines })).toBeUndefined();
  });
});

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
