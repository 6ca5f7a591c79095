import { describe, expect, test } from 'vitest';
import { heatChart } from '../charts/heat.js';
import { type Table, tableFor } from '../document/table.js';
import { inventReport } from '../testing/invented.js';
import { html, markdown } from '../testing/rendered.js';
import { chaptersOf } from './chapters.js';
import { heatMap } from './heat-map.js';
import type { ReportChunkAdvice } from './report/chunk-advice.js';
import type { Report } from './report/schema.js';

/** 2 threads should take 5 tasks at once, which takes 60 ms. */
const advice = (advised: number): ReportChunkAdvice =>
  ({
    ...{ scenario: 'cycles', params: inventReport().scenarios[0]!.params, engine: 'threads' },
    ...{ dispatch: 'imapUnordered', workers: 2, cores: 2, cpus: null, tasks: 12, advised },
    expected: [{ chunksize: 5, wallMs: 60, low: 55, high: 65, asGood: true }],
  }) as unknown as ReportChunkAdvice;

const mapOf = (report: Report): { table: Table; sentence: unknown } | undefined => {
  const [, text, table] = heatMap(chaptersOf(report)[0]!);
  if (text?.kind !== 'text' || table?.kind !== 'table') return undefined;
  return { table: tableFor('html', table.table), sentence: text.text };
};

const textsOf = ({ columns, rows }: Table) => [
  columns.map(({ label }) => label),
  ...rows.map(({ cells }) => cells.map(({ text, detail }) => (detail ? `${text} ${detail}` : text))),
];

describe('the map of throughput over workers and chunksize', () => {
  test('marks the best cell, and the advised one even where nobody tried it', () => {
    const report = inventReport();
    report.chunkAdvice = [advice(5)];
    const { table, sentence } = mapOf(report)!;
    expect(textsOf(table)).toEqual([
      ['workers', 'chunksize 1', 'chunksize 4', 'chunksize 5'],
      ['1', '99.8', '99.8', '–'],
      ['2', '193 best', '159', '≈ 200 advised, expected'],
    ]);
    const shades = table.rows.map(({ cells }) => cells.map(({ shade }) => shade && Number(shade.toFixed(2))));
    expect(shades).toEqual([
      [undefined, 0, 0, undefined],
      [undefined, 1, 0.63, undefined],
    ]);
    expect(sentence).toBe(
      'Highest: 193 tasks/s, 2 threads with imapUnordered, chunksize 1; the lowest, 1 thread with chunksize 1, gives 52 % of that. Advised for 2 threads: chunksize 5.',
    );
  });

  test('says of one cell that it is the best and the advised one', () => {
    const report = inventReport();
    report.chunkAdvice = [advice(1)];
    expect(textsOf(mapOf(report)!.table)[2]).toEqual(['2', '193 best, advised', '159']);
  });

  test('is a picture of the same cells: as dark as on the page, with what stands in them', () => {
    const report = inventReport();
    report.chunkAdvice = [advice(5)];
    const block = heatMap(chaptersOf(report)[0]!)[2]!;
    if (block.kind !== 'table') throw new Error('the third block is the table');
    const { id, config } = heatChart(block.picture!, block.table);
    expect(id).toBe('cycles-throughput');
    expect(config.data.labels).toEqual(['1', '2']);
    expect(config.cells).toEqual({ columns: ['chunksize 1', 'chunksize 4', 'chunksize 5'] });
    const cells = config.data.datasets.map(({ data, backgroundColor }) =>
      data.map(({ span, row, lines }, i) => [span, row, lines, (backgroundColor as string[])[i]]),
    );
    expect(cells[0]).toEqual([
      [[0, 1], '1', ['99.8'], '#1F7FC40f'],
      [[0, 1], '2', ['193', 'best'], '#1F7FC48f'],
    ]);
    expect(cells[2]).toEqual([
      [[2, 3], '1', ['–'], 'transparent'],
      [[2, 3], '2', ['≈ 200', 'advised, expected'], 'transparent'],
    ]);
  });

  test('is there on the page alone', () => {
    expect(html(inventReport())).toContain('Throughput over workers and chunksize');
    expect(markdown(inventReport())).not.toContain('Throughput over workers and chunksize');
  });

  test('is none where chunksizes or workers did not vary', () => {
    const report = inventReport();
    report.cases = report.cases.filter(({ chunksize }) => chunksize === 1);
    expect(mapOf(report)).toBeUndefined();
  });
});
