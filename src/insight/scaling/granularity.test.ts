import { describe, expect, it } from 'vitest';
import { granularityBound, listSchedule } from './index.js';

const equal = (count: number, ms = 10) => new Array<number>(count).fill(ms);
const growing = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('list scheduling', () => {
  it.each([
    [[], 3, 0],
    [[5], 3, 5],
    [[1, 2, 3, 4], 1, 10],
    [[1, 2, 3, 4], 2, 6],
    [[4, 3, 2, 1], 2, 5],
    [growing(12), 4, 24],
    [[3, 3, 2, 2, 2], 2, 7],
    [[1, 1], 100, 1],
  ])('%j on %d workers takes %d', (chunks, workers, makespan) => {
    expect(listSchedule(chunks, workers)).toBe(makespan);
  });
});

describe('the bound by granularity', () => {
  it.each([
    // tasks, chunksize, workers, cores, chunks, binds
    [12, 4, 10, 10, 3, 'chunks'],
    [12, 1, 10, 10, 6, 'chunks'],
    [12, 4, 10, 2, 3, 'cores'],
    [12, 1, 2, 2, 2, 'cores'],
    [12, 4, 2, 2, 1.5, 'chunks'],
    [12, 5, 2, 2, 12 / 7, 'chunks'],
    [12, 1, 4, 1.5, 4, 'cores'],
  ])(
    '%d equal tasks in chunks of %d on %d workers and %d cores',
    (tasks, chunksize, workers, cores, chunks, binds) => {
      expect(granularityBound({ taskMs: equal(tasks), chunksize, workers, cores })).toEqual({
        chunks,
        cores,
        binds,
      });
    },
  );

  it('takes tasks that differ by host noise as equal', () => {
    const taskMs = [10, 11, 10.5, 10.2, 10, 12.1, 10.3, 10.1, 10, 10.4, 11.2, 10.6];
    expect(granularityBound({ taskMs, chunksize: 4, workers: 10, cores: 10 })?.chunks).toBe(3);
  });

  it('growing tasks: 1 to 12 ms, one by one on 4 workers, are 78 ÷ 24', () => {
    expect(granularityBound({ taskMs: growing(12), chunksize: 1, workers: 4, cores: 4 })?.chunks).toBe(
      78 / 24,
    );
  });

  it('growing tasks in chunks of three on 4 workers wait for the last chunk: 78 ÷ 33', () => {
    expect(granularityBound({ taskMs: growing(12), chunksize: 3, workers: 4, cores: 4 })?.chunks).toBe(
      78 / 33,
    );
  });

  it('one long task among equal ones is not taken for noise', () => {
    const taskMs = [...equal(11, 1), 8];
    expect(granularityBound({ taskMs, chunksize: 1, workers: 4, cores: 4 })?.chunks).toBe(19 / 10);
  });

  it('spreads the time of a run of tasks evenly over them', () => {
    // Two runs of three tasks: 1 ms each, then 3 ms each.
    const bound = granularityBound({ taskMs: [3, 9], tasks: 6, chunksize: 2, workers: 2, cores: 2 });
    expect(bound?.chunks).toBeCloseTo(12 / 8, 12);
  });

  it('is null without task times', () => {
    expect(granularityBound({ taskMs: [], tasks: 0, chunksize: 1, workers: 2, cores: 2 })).toBeNull();
  });
});
