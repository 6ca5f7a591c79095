import { describe, expect, it } from 'vitest';
import { fitScaling } from '../../insight/scaling/index.js';
import { fitChart } from '../charts/fit.js';
import type { Finding } from '../document/document.js';
import { fitColumns } from '../laws/columns.js';
import { describeFit } from '../laws/describe.js';
import { type DescribedFit, describedFitSchema, type ReportFit } from '../laws/schema.js';
import { briefSentence, lawSentence, outlookSentence } from '../laws/sentences.js';
import { markdown } from '../render/markdown.js';
import { fitBlocks } from './fit-blocks.js';

function fitOf(
  scaling: Record<number, number>,
  physicalCores: number,
  logicalCores = physicalCores,
): DescribedFit {
  const points = Object.entries(scaling).map(([workers, times]) => ({
    workers: Number(workers),
    throughput: 100 * times,
    low: 98 * times,
    high: 102 * times,
  }));
  const machine = { physicalCores, logicalCores };
  const counts = [2, 4, 8].map((times) => times * logicalCores);
  return describeFit({ fit: fitScaling(points, machine), points, counts, machine, ceiling: points });
}

const smt = fitOf({ 1: 1, 8: 8, 16: 16, 32: 19.2 }, 16, 32);
const two = fitOf({ 1: 1, 2: 1.9 }, 2);

describe('a described fit', () => {
  it.each([
    ['with a law', smt],
    ['without', two],
    ['superlinear', fitOf({ 1: 1, 2: 2.4, 4: 4.8 }, 4)],
    ['from one count', fitOf({ 4: 4 }, 4)],
  ])('is plain data as its schema has it: %s', (_, fit) => {
    expect(describedFitSchema.parse(JSON.parse(JSON.stringify(fit)))).toEqual(fit);
  });

  it('predicts every measured count and those asked for, once each, ascending', () => {
    expect(smt.predictions.map(({ workers, extrapolated }) => [workers, extrapolated])).toEqual([
      [1, false],
      [8, false],
      [16, false],
      [32, false],
      [64, true],
      [128, true],
      [256, true],
    ]);
  });

  it('has a band from one worker on, with the knee in it', () => {
    const counts = smt.band.map(({ workers }) => workers);
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
    expect(counts).toEqual(expect.arrayContaining([1, 16, 32, 256]));
    expect(smt.band.every(({ low, throughput, high }) => low <= throughput && throughput <= high)).toBe(true);
  });
});

describe('in words', () => {
  it('the law is named with what the points told', () => {
    expect(lawSentence(smt)).toMatch(
      /^Law: the Universal Scalability Law with an SMT knee \(usl-smt\), from 1, 8, 16 and 32 workers: α 0.* ± [\d.e-]+, SMT yield 1\.2 ± [\d.]+\.$/,
    );
    expect(lawSentence(two)).toBe('No law: two worker counts (1 and 2) are too few.');
  });

  it('a prediction says how far to trust it', () => {
    const [first, ...others] = outlookSentence(two)!.split('; ');
    expect(first).toMatch(
      /^With a CPU each, 4 workers would give 3\.\d\d× to 3\.\d\d× the throughput of one$/,
    );
    expect(others).toHaveLength(2);
    expect(others.at(-1)).toMatch(/^16: .* \(assumed\)\.$/);
    expect(outlookSentence(smt)).toMatch(/64 workers would give 38\.\d× \(.*\(extrapolated\)\.$/);
  });

  it('is short for a terminal', () => {
    expect(briefSentence(two)).toMatch(
      /^No law: two worker counts \(1 and 2\) are too few; 4 workers with a CPU each would give \S+ to \S+ the throughput of one \(assumed\)\.$/,
    );
  });

  it('promises nothing where nothing beyond was asked for', () => {
    const { points, machine } = two;
    const fit = describeFit({ fit: fitScaling(points as never, machine as never), points, counts: [] });
    expect(outlookSentence(fit)).toBeUndefined();
    expect(briefSentence(fit)).toBe(lawSentence(fit));
  });
});

describe('the table', () => {
  const textsOf = (fit: DescribedFit, workers: number) =>
    fitColumns(fit).map((column) => {
      const { text, detail } = column.cell(fit.predictions.find((row) => row.workers === workers)!);
      return detail === undefined ? text : `${text} (${detail})`;
    });

  it('has measured beside predicted, and marks what was not measured', () => {
    expect(textsOf(smt, 16).slice(0, 2)).toEqual(['16', '1,600 (1,568 to 1,632)']);
    expect(textsOf(smt, 64).slice(0, 2)).toEqual(['64 (extrapolated)', '–']);
    expect(textsOf(two, 4)[0]).toBe('4 (assumed)');
  });

  it('without a law says nothing of measured counts but what was measured', () => {
    expect(textsOf(two, 2)).toEqual(['2', '190 (186 to 194)', '–', '1.90× (1.86× to 1.94×)']);
  });
});

describe('in Markdown', () => {
  const fit: ReportFit = {
    scenario: 'cycles',
    engine: 'threads',
    over: { params: {}, dispatch: 'map', chunksize: 'auto', cores: 2, caseIds: [] },
    ...two,
  };
  const finding = { check: 'extrapolation-guess', severity: 'info', advice: '', cases: [] } as const;
  const text = (findings: Finding[]) =>
    markdown({
      ...{ title: '', facts: [], appendix: [], version: '' },
      sections: [{ blocks: fitBlocks([fit, fit], fitChart(fit, { id: 'x', heading: 'x' }), 'x', findings) }],
    });

  it('a warning stands once, here or in the findings', () => {
    const [warning] = two.warnings;
    expect(text([])).toContain('Two worker counts are too few for a law');
    expect(text([{ ...finding, message: `cycles: ${warning}` }])).not.toContain(
      'Two worker counts are too few for a law',
    );
  });

  it('the first fit has a table, the others a line', () => {
    expect(text([])).toContain('### What more workers would give: threads, map, chunksize auto, 2 cores');
    expect(text([]).match(/^\| 2 \|/gm)).toHaveLength(1);
    expect(text([])).toMatch(/^- \*\*threads, map, chunksize auto, 2 cores:\*\* No law/m);
  });
});

describe('the chart', () => {
  const linesOf = (fit: DescribedFit) => fitChart(fit, { id: 'x', heading: 'x' }).config.data.datasets;
  const pointsOf = (fit: DescribedFit, label: string) =>
    linesOf(fit)
      .find((line) => line.label === label)!
      .data.map(({ at }) => at);

  it('is solid between measured counts, dashed beyond, with band and ceiling', () => {
    expect(linesOf(smt).map(({ label }) => label)).toEqual([
      'measured',
      'usl-smt',
      'predicted',
      'ceiling',
      'ideal',
      '95 % interval',
    ]);
    expect(pointsOf(smt, 'measured')).toEqual([1, 8, 16, 32]);
    expect(pointsOf(smt, 'usl-smt').at(-1)).toBe(32);
    expect([pointsOf(smt, 'predicted')[0], pointsOf(smt, 'predicted').at(-1)]).toEqual([32, 256]);
  });

  it('without a law has no line between measured counts, and says that the range is assumed', () => {
    expect(linesOf(two).map(({ label }) => label)).toEqual([
      'measured',
      'predicted',
      'ceiling',
      'ideal',
      'assumed range',
    ]);
    expect(Math.min(...pointsOf(two, 'assumed range'))).toBe(2);
  });

  it('is plain JSON data', () => {
    const { config } = fitChart(smt, { id: 'x', heading: 'x' });
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });
});
