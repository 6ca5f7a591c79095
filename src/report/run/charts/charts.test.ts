import { describe, expect, test } from 'vitest';
import { totalLoss } from '../../../insight/analysis/index.js';
import type { Chart, ChartLine } from '../../charts/chart.js';
import { heatChart } from '../../charts/heat.js';
import type { Table } from '../../document/table.js';
import { chartsUnavailable, renderPng } from '../../render/png.js';
import { inventHostileReport } from '../../testing/hostile.js';
import { inventEmptyReport, inventLargeReport, inventReport } from '../../testing/invented.js';
import { chaptersOf } from '../chapters.js';
import type { Report } from '../report/schema.js';
import { chartsOf } from './index.js';

const reports: [string, () => Report][] = [
  ['a 2-core machine', inventReport],
  ['a 16-core machine', inventLargeReport],
  ['hostile texts', inventHostileReport],
];

const chartsIn = (report: Report): Chart[] => chaptersOf(report).flatMap(chartsOf);

const lineOf = (chart: Chart, label: string): ChartLine =>
  chart.config.data.datasets.find((line) => line.label === label)!;

const pointsOf = (line: ChartLine): number[][] => line.data.map(({ at, y }) => [at, Number(y.toFixed(3))]);

describe('the charts of a 2-core machine', () => {
  const charts = chartsIn(inventReport());
  const [speedup, scaling, loss, chunksize] = charts as [Chart, Chart, Chart, Chart];

  test('are of each scenario, in this order', () => {
    expect(charts.map(({ id }) => id)).toEqual([
      'cycles-speedup',
      'cycles-scaling',
      'cycles-loss',
      'cycles-chunksize',
      'cycles-timeline',
      'cycles-memory',
      'cycles-passes',
      'cycles-task-times',
      'calculate-e-speedup',
      'calculate-e-scaling',
      'calculate-e-loss',
      'calculate-e-chunksize',
      'calculate-e-timeline',
      'calculate-e-memory',
      'calculate-e-passes',
      'calculate-e-task-times',
    ]);
  });

  test('have a line for each engine, dispatch, chunksize and set of cores, the ceilings and the ideal', () => {
    expect(speedup.config.data.datasets.map(({ label }) => label)).toEqual([
      'recommended',
      'threads, imapUnordered, chunksize 1',
      'threads, imapUnordered, chunksize 4',
      'threads, map, chunksize auto',
      'processes, imapUnordered, chunksize 1',
      'threads, imapUnordered, chunksize 1, 1 core',
      'ceiling, threads',
      'ceiling, processes',
      'ideal on 2 cores',
    ]);
  });

  test('show the law of the answer’s line with its band, and where workers begin to share cores', () => {
    const labels = chartsIn(inventLargeReport())[0]!.config.data.datasets.map(({ label }) => label);
    expect(labels.slice(-3)).toEqual(['usl-smt', 'its 95 % interval', '16 physical cores']);
  });

  test('show each case with its interval', () => {
    const [, two] = lineOf(speedup, 'threads, imapUnordered, chunksize 1').data;
    const measured = inventReport().cases.find((c) => c.workers === 2 && c.chunksize === 1)!.speedup!;
    expect(two).toMatchObject({ at: 2, y: measured.value, yMin: measured.low, yMax: measured.high });
  });

  test('move points aside by at most one per cent', () => {
    const points = speedup.config.data.datasets.flatMap(({ data }) => data);
    expect(Math.max(...points.map(({ x, at }) => Math.abs(x / at - 1)))).toBeLessThanOrEqual(0.0101);
  });

  test('measure the ceiling against one worker in the scaling chart and against serial in the speedup chart', () => {
    expect(pointsOf(lineOf(scaling, 'ceiling, threads'))).toEqual([
      [1, 1],
      [2, 1.985],
    ]);
    expect(pointsOf(lineOf(speedup, 'ceiling, threads'))).toEqual([
      [1, 0.985],
      [2, 1.955],
    ]);
  });

  test('stack the workers’ time of each case by what took it, gains below zero', () => {
    expect(loss.config.data.labels?.slice(0, 2)).toEqual([
      ['1 thread', 'imapUnordered, chunksize 1'],
      ['2 threads', 'imapUnordered, chunksize 1'],
    ]);
    const parts = loss.config.data.datasets.map(({ label, data }) => [label, Math.sign(data[1]!.x)]);
    expect(parts).toEqual([
      ['useful', 1],
      ['more workers than cores', 0],
      ['dispatch', 1],
      ['uneven tail', 1],
      ['waiting for a CPU', 1],
      ['slowdown', -1],
      ['unexplained', 1],
    ]);
    const { lossWorkerMs, workers, wallMs } = inventReport().cases.find((c) => c.workers === 2)!;
    const [useful, ...lost] = loss.config.data.datasets.map(({ data }) => data[1]!.x);
    expect(lost.reduce((sum, share) => sum + share, useful!)).toBeCloseTo(100, 2);
    const samples = wallMs!.samples;
    const whole = (workers * samples.reduce((sum, ms) => sum + ms, 0)) / samples.length;
    expect(useful).toBeCloseTo(100 * (1 - totalLoss(lossWorkerMs!) / whole), 2);
  });

  test('say in a sentence what one sees', () => {
    expect([speedup, scaling, chunksize].map(({ caption }) => caption)).toEqual([
      'Highest measured: 1.91× (1.87–1.95), 2 threads with imapUnordered, chunksize 1; ideal on 2 cores would be 2.00×.',
      'Highest against one worker of the same engine: 1.94×, 2 threads with imapUnordered, chunksize 1; 98 % of the 1.98× that isolated workers give together.',
      'Shortest pass: 62.1 ms, 2 threads with imapUnordered, chunksize 1; lower is better.',
    ]);
  });

  test('do not draw a line twice that auto and a number both asked for', () => {
    const report = inventReport();
    for (const c of report.cases)
      if (c.dispatch === 'imapUnordered' && c.chunksize === 1) c.chunksizeAsked = [1, 'auto'];
    expect(chartsIn(report)[0]!.config.data.datasets).toHaveLength(9);
  });

  test('compare chunksizes at the same workers, single points of other dispatches beside them', () => {
    expect(
      chunksize.config.data.datasets.map(({ label, data }) => [label, data.map(({ at }) => at)]),
    ).toEqual([
      ['threads, 2 workers, imapUnordered', [1, 4]],
      ['threads, 2 workers, map', [2]],
      ['processes, 2 workers, imapUnordered', [1]],
    ]);
  });
});

describe('the charts of other reports', () => {
  test('the ideal line is flat beyond the cores', () => {
    const report = inventReport();
    for (const c of report.cases) c.cores = 1;
    expect(pointsOf(lineOf(chartsIn(report)[0]!, 'ideal on 1 core'))).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test('a single chunksize makes no chart of chunksizes, a single worker count none of workers', () => {
    const report = inventReport();
    report.cases = report.cases.filter((c) => c.workers === 1 && c.chunksize === 1);
    expect(chartsIn(report).map(({ id }) => id)).toEqual([
      'cycles-loss',
      'cycles-passes',
      'calculate-e-loss',
      'calculate-e-passes',
    ]);
  });

  test('nothing measured, no charts', () => {
    expect(chartsIn(inventEmptyReport())).toEqual([]);
  });

  test('a scenario with several sets of parameters has its own charts for each', () => {
    const report = inventReport();
    report.scenarios.push({ ...report.scenarios[0]!, params: { tasks: 24 } });
    const again = report.cases
      .filter((c) => c.scenario === 'cycles')
      .map((c) => ({ ...c, params: { tasks: 24 } }));
    report.cases.push(...again);
    const ids = chartsIn(report).map(({ id }) => id);
    expect(ids).toContain('cycles-2-speedup');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(reports)('configurations are plain JSON data: %s', (_name, invent) => {
    const configs = chartsIn(invent()).map(({ config }) => config);
    expect(JSON.parse(JSON.stringify(configs))).toEqual(configs);
  });

  test('neighbouring lines differ in colour and in the shape of their points', () => {
    const lines = chartsIn(inventLargeReport())[0]!.config.data.datasets.slice(1, 5);
    expect(new Set(lines.map((line) => line.borderColor)).size).toBe(4);
    expect(new Set(lines.map((line) => line.pointStyle)).size).toBe(4);
  });
});

const unavailable = await chartsUnavailable();

describe.runIf(unavailable === undefined)('PNG (needs @napi-rs/canvas, an optional package)', () => {
  test.each(reports)('is drawn at twice its nominal size: %s', (_name, invent) => {
    const png = Buffer.from(renderPng(chartsIn(invent())[0]!.config));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1120]);
    expect(png.length).toBeGreaterThan(20_000);
  });

  test('of a heat map has its cells filled', () => {
    const table: Table = {
      label: 'cells',
      columns: ['workers', 'chunksize 1'].map((label) => ({ label, meaning: '', align: 'left' })),
      rows: [0, 1].map((shade) => ({
        cells: [{ text: String(shade) }, { text: 'x', detail: 'best', shade }],
      })),
    };
    const sizeOf = (rows: Table['rows']) =>
      renderPng(heatChart({ id: 'heat', heading: ['heat'] }, { ...table, rows }).config).length;
    expect(sizeOf(table.rows)).toBeGreaterThan(sizeOf([]));
  });

  test('drawing leaves the configuration as it was', () => {
    const { config } = chartsIn(inventReport())[0]!;
    const before = structuredClone(config);
    renderPng(config);
    expect(config).toEqual(before);
  });
});
