import { describe, expect, test } from 'vitest';
import { inventReport } from '../../testing/invented.js';
import { chaptersOf } from '../chapters.js';
import type { Report } from '../report/schema.js';
import { memoryChart } from './memory.js';
import { passesChart } from './passes.js';

const first = (report: Report) => chaptersOf(report)[0]!;

describe('memory beside speedup', () => {
  const chart = memoryChart(first(inventReport()))!;

  test('is that of the setting that the answer is about', () => {
    const drawn = chart.config.data.datasets.map(({ label, yAxisID, data }) => [
      label,
      yAxisID,
      data.map(({ at, y }) => [at, Number(y.toFixed(2))]),
    ]);
    expect(drawn).toEqual([
      [
        'speedup',
        undefined,
        [
          [1, 0.98],
          [2, 1.91],
        ],
      ],
      [
        'MiB in all',
        'right',
        [
          [1, 72.5],
          [2, 83.7],
        ],
      ],
      [
        'MiB of the largest worker',
        'right',
        [
          [1, 72.5],
          [2, 41.85],
        ],
      ],
    ]);
    expect(Object.keys(chart.config.options.scales as object)).toEqual(['x', 'y', 'right']);
    expect(chart.caption).toBe(
      '1 thread holds 72.5 MiB, 2 threads hold 83.7 MiB: 11.2 MiB for each more; the speedup goes from 0.98× to 1.91×.',
    );
  });

  test('is none where memory is known of one worker count', () => {
    const report = inventReport();
    for (const c of report.cases) if (c.workers > 1) c.peakMemoryMiB = null;
    expect(memoryChart(first(report))).toBeUndefined();
  });
});

describe('passes by round', () => {
  const drifting = (): Report => {
    const report = inventReport();
    for (const c of report.cases)
      c.wallMs = { median: 100, low: 90, high: 120, samples: [90, 100, 100, 120], rounds: [1, 2, 4, 5] };
    return report;
  };

  test('has a point for every round that the figures rest on, against the median of its case', () => {
    const chart = passesChart(first(drifting()))!;
    const lines = chart.config.data.datasets;
    expect(lines.map(({ label }) => label).slice(0, 2)).toEqual([
      '2 threads with imapUnordered, chunksize 1',
      'serial',
    ]);
    for (const { data } of lines.slice(0, -1))
      expect(data.map(({ at, y }) => [at, y])).toEqual([
        [1, -10],
        [2, 0],
        [4, 0],
        [5, 20],
      ]);
    expect(lines).toHaveLength(7);
    expect(chart.caption).toBe(
      '2 threads with imapUnordered, chunksize 1: mean passes of a round run from 90.0 ms to 120 ms, −10 % and +20 % from the median; from the first half of the rounds to the second they change by +16 %.',
    );
  });

  test('counts the rounds of a report that does not number them', () => {
    const report = drifting();
    for (const c of report.cases) delete c.wallMs!.rounds;
    const [line] = passesChart(first(report))!.config.data.datasets;
    expect(line!.data.map(({ at }) => at)).toEqual([1, 2, 3, 4]);
  });

  test('has at most 500 of them, evenly chosen, and says so', () => {
    const report = drifting();
    const rounds = Array.from({ length: 150_000 }, (_, i) => i + 1);
    for (const c of report.cases)
      c.wallMs = {
        median: 100,
        low: 90,
        high: 110,
        samples: rounds.map((round) => 100 + (round % 2)),
        rounds,
      };
    const chart = passesChart(first(report))!;
    const { data } = chart.config.data.datasets[0]!;
    expect(data).toHaveLength(500);
    expect(data.slice(0, 3).map(({ at }) => at)).toEqual([1, 301, 601]);
    expect(chart.caption).toMatch(/ Drawn are 500 of 150,000 rounds\.$/);
  });

  test('is none of a single round', () => {
    const report = drifting();
    for (const c of report.cases) c.wallMs!.samples = [100];
    expect(passesChart(first(report))).toBeUndefined();
  });
});
