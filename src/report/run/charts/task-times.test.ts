import { describe, expect, test } from 'vitest';
import { inventReport } from '../../testing/invented.js';
import { type Chapter, chaptersOf } from '../chapters.js';
import { taskTimesChart } from './task-times.js';

const chapter = chaptersOf(inventReport())[0]!;
const drawn = (of: Chapter) =>
  taskTimesChart(of)!.config.data.datasets.map(({ label, data }) => ({ label, data }));

describe('task times by round', () => {
  test('are a dot a task, in the order of the round, against the median of all', () => {
    const [dots, median, serial] = drawn(chapter);
    expect(dots!.data).toHaveLength(24);
    expect(dots!.data.slice(0, 2)).toEqual([
      { x: 0.65, at: 1, y: -2.444 },
      { x: 0.75, at: 1, y: -1.468 },
    ]);
    expect([...new Set(dots!.data.map(({ at }) => at))]).toEqual([1, 2, 3]);
    expect(median!.data.map(({ x, y }) => [x, y])).toEqual([
      [0.6, 0],
      [3.4, 0],
    ]);
    expect(serial!.label).toBe('serial’s median');
  });

  test('say how they spread and drift', () => {
    expect(taskTimesChart(chapter)!.caption).toBe(
      '2 threads with imapUnordered, chunksize 1: tasks take 10.1 ms to 10.6 ms, median 10.4 ms (serial: 9.87 ms); from round 1 to round 3 the median changes by +2 %.',
    );
  });

  test('say how many of them are drawn, and that those of a chunk are a mean', () => {
    const [round] = chapter.taskTimes!.rounds;
    const cases = chapter.cases.map((c) => ({ ...c, chunksize: 4 }));
    const taskTimes = { ...chapter.taskTimes!, rounds: [{ ...round!, chunks: 100 }] };
    const { caption } = taskTimesChart({ ...chapter, cases, taskTimes })!;
    expect(caption).toContain('tasks, as means of chunks, take');
    expect(caption).toMatch(/median \S+ ms \(serial: \S+ ms\)\. Drawn are 8 of 100\.$/);
    const part = taskTimesChart({ ...chapter, cases, taskTimes: { ...taskTimes, ofRounds: 5_000 } })!;
    expect(part.caption).toMatch(/ Drawn are 8 of 100, in 1 of 5,000 rounds\.$/);
  });

  test('are none where the record kept no chunks', () => {
    expect(taskTimesChart({ ...chapter, taskTimes: undefined })).toBeUndefined();
  });
});
