import { describe, expect, test } from 'vitest';
import { inventReport } from '../../testing/invented.js';
import { chaptersOf } from '../chapters.js';
import type { Timeline } from '../report/timelines.js';
import { timelineChart } from './timeline.js';

/** Two workers and a third that gets nothing: 10 ms, then 20 ms after a wait of 5; 30 ms, 4 of them without a CPU. */
const pass: Pick<Timeline, 'workers' | 'wallMs' | 'chunks'> = {
  workers: 3,
  wallMs: 36,
  chunks: [
    [0, 0, 1, 0, 0, 10],
    [1, 1, 1, 0, 1, 31, 4],
    [0, 2, 1, 14, 15, 35],
  ],
};

const chartWith = (changed: Partial<Timeline>) => {
  const report = inventReport();
  report.timelines = [{ ...report.timelines![0]!, ...pass, ...changed }];
  return timelineChart(chaptersOf(report)[0]!)!;
};

const barsOf = (changed: Partial<Timeline> = {}) =>
  chartWith(changed).config.data.datasets.map(({ label, data }) => [
    label,
    data.map(({ row, span }) => [row, ...span!]),
  ]);

describe('the timeline', () => {
  test('has a bar for each chunk, and on the other track what a worker waits for', () => {
    expect(barsOf()).toEqual([
      [
        'runs a chunk',
        [
          ['worker 0', 0, 10],
          ['worker 0', 15, 35],
          ['worker 1', 1, 31],
        ],
      ],
      ['ready, but without a CPU', [['worker 1', 1, 5]]],
      [
        'waits for its next chunk',
        [
          ['worker 0', 10, 15],
          ['worker 1', 0, 1],
        ],
      ],
      ['after its last chunk', [['worker 1', 31, 35]]],
      ['never got a chunk', [['worker 2', 0, 35]]],
    ]);
    const stacks = chartWith({}).config.data.datasets.map(({ stack }) => stack);
    expect(stacks).toEqual(['chunks', 'waiting', 'waiting', 'waiting', 'waiting']);
  });

  test('says who had nothing to do, and how long the workers were without a CPU', () => {
    expect(chartWith({}).caption).toBe(
      'The median pass of 2 threads with imapUnordered, chunksize 1 (round 2): 3 chunks in 36.0 ms; 1 worker of 3 never got a chunk. In their chunks the workers waited for a CPU for 4.00 ms, drawn at each chunk’s start.',
    );
    expect(chartWith({ workers: 2 }).caption).toContain('worker 0 was without a chunk for 5.00 ms (14 %).');
    expect(chartWith({ workers: 2, chunks: pass.chunks.slice(0, 2) }).caption).toContain(
      'worker 0 was without a chunk for 21.0 ms (58 %), 21.0 ms of it after its last chunk.',
    );
  });

  test('draws a limited number of bars of any number of chunks, from the first start to the last end', () => {
    const chunks = Array.from({ length: 2000 }, (_, i): Timeline['chunks'][number] => {
      const started = Math.floor(i / 2);
      return [i % 2, i, 1, started, started, started + 0.75];
    });
    const chart = chartWith({ workers: 2, wallMs: 1000, chunks });
    const [runs, waits] = chart.config.data.datasets;
    expect(runs!.data).toHaveLength(2 * Math.ceil(1000 / 9));
    expect([runs!.data[0]!.span, runs!.data.at(-1)!.span]).toEqual([
      [0, 8.75],
      [999, 999.75],
    ]);
    expect(waits!.data.length).toBeLessThanOrEqual(240);
    // 9 gaps of a quarter of a millisecond are one bar of so much, and no longer.
    expect(waits!.data[1]!.span).toEqual([9.75, 12]);
    expect(chart.caption).toContain('Neighbouring chunks share a bar');
    expect(JSON.stringify(chart.config).length).toBeLessThan(45_000);
  });

  test('of a report that is older than timelines there is none', () => {
    const { timelines: _, ...older } = inventReport();
    expect(chaptersOf(older).map(timelineChart)).toEqual([undefined, undefined]);
  });
});
