import { describe, expect, test } from 'vitest';
import { inventReport } from '../../testing/invented.js';
import { chaptersOf } from '../chapters.js';
import type { ReportChunkAdvice } from '../report/chunk-advice.js';
import { chunksizeChart } from './chunksize.js';

const report = inventReport();
const measured = report.cases.find(
  (c) => c.scenario === 'cycles' && c.workers === 2 && c.dispatch === 'imapUnordered',
)!;
const pass = (chunksize: number, wallMs: number) => ({
  chunksize,
  wallMs,
  low: wallMs - 1,
  high: wallMs + 1,
  asGood: true,
});
const advice: ReportChunkAdvice = {
  scenario: measured.scenario,
  params: measured.params,
  engine: measured.engine,
  dispatch: measured.dispatch,
  workers: measured.workers,
  cores: measured.cores,
  cpus: measured.cpus,
  tasks: 24,
  advised: 1,
  low: 1,
  high: 2,
  expected: [pass(1, 60), pass(4, 64), pass(8, 70), pass(12, 90)],
  measured: [{ chunksize: 4, case: measured.id, wallMs: 65, low: 64, high: 66 }],
  speedup: null,
  anyOrder: null,
  check: null,
  smallestTaskMs: null,
  smallestJobMs: null,
  basis: { times: 'workers', timesCase: measured.id, costCases: [], rounds: 10, separated: true },
};

const datasetsWith = (chunkAdvice: ReportChunkAdvice[]) =>
  chunksizeChart(chaptersOf({ ...report, chunkAdvice })[0]!)!.config.data.datasets;

describe('the expected curve over chunksizes', () => {
  const datasets = datasetsWith([advice]);
  const lineOf = (label: string) => datasets.find((line) => line.label === label)!;

  test('stands beside the measured points, to twice the chunksizes that matter', () => {
    expect(lineOf('expected').data.map(({ at, y }) => [at, y])).toEqual([
      [1, 60],
      [4, 64],
      [8, 70],
    ]);
  });

  test('has its interval around it: forth along the upper ends, back along the lower', () => {
    expect(lineOf('95 % interval of what is expected').data.map(({ y }) => y)).toEqual([
      61, 65, 71, 69, 63, 59,
    ]);
  });

  test('takes the place of the line through the points that it is about', () => {
    expect(datasets.map(({ showLine }) => showLine)).toEqual([
      false,
      ...datasets.slice(1).map(() => undefined),
    ]);
  });

  test('is not drawn for another setting', () => {
    const labels = datasetsWith([{ ...advice, workers: 4 }]).map(({ label }) => label);
    expect(labels).not.toContain('expected');
  });
});
