import type { SummaryOptions } from '../console.js';
import { bestSentence, briefSentence } from '../fits/index.js';
import { type Page, painter } from '../paint.js';
import { plain } from '../plain.js';
import { plainTable } from '../plain-table.js';
import { wrap } from '../wrap.js';
import { parameterColumns, parameterRows } from './parameters.js';
import { predictionLines } from './prediction-lines.js';
import type { FitDocument, FittedCurve } from './schema.js';
import { headlineOf, peakSentence, sourceOf } from './sentences.js';
import { chartKey, terminalChart } from './terminal-chart.js';

/** The chart is as wide as an ordinary terminal at most. */
const WIDEST_CHART = 100;

/** Of more curves than that each gets a sentence. */
const MOST_IN_FULL = 3;

/** A fit document for a terminal: each curve's law, its chart, what it predicts, and what makes it doubtful. */
export function summariseFit(document: FitDocument, { columns, color, files = [] }: SummaryOptions): string {
  const page = { width: Math.max(40, columns), paint: painter(color) };
  const lines = [
    ...(document.curves.length > MOST_IN_FULL ? briefLines(document, page) : fullLines(document, page)),
    ...wrap(plain(`${sourceOf(document)}.`), page.width).map((line) => page.paint('dim', line)),
    ...files.flatMap((file) => wrap(plain(file), page.width - 2).map((line) => `  ${line}`)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function fullLines({ curves }: FitDocument, page: Page): string[] {
  return curves.flatMap((curve) => [...curveLines(curve, page), '']);
}

function briefLines({ curves }: FitDocument, { width, paint }: Page): string[] {
  const [{ name }] = curves as [FittedCurve];
  return [
    ...curves.flatMap((curve) => [
      ...wrap(plain(curve.name), width).map((line) => paint('bold', line)),
      ...wrap(briefSentence(curve), width - 2).map((line) => `  ${line}`),
    ]),
    '',
    ...wrap(plain(`--benchmark '${name}' shows one in full; --out writes them all.`), width),
  ];
}

function curveLines(curve: FittedCurve, page: Page): string[] {
  const { width, paint } = page;
  const sentences = [bestSentence(curve), curve.formula, peakSentence(curve)].filter((text) => text != null);
  return [
    ...wrap(plain(headlineOf(curve)), width).map((line) => paint('bold', line)),
    ...sentences.flatMap((text) => wrap(text, width - 2).map((line) => `  ${line}`)),
    ...parameterLines(curve, page),
    ...chartLines(curve, page),
    '',
    ...headed(predictionLines(curve), page),
    '',
    ...curve.warnings.flatMap((warning) => warningLines(warning, page)),
    ...wrap(plain(curve.basis), width).map((line) => paint('dim', line)),
  ];
}

function chartLines(curve: FittedCurve, { width, paint }: Page): string[] {
  const drawn = terminalChart(curve, Math.min(width, WIDEST_CHART));
  if (drawn.length === 0) return [];
  const heading = paint('dim', `throughput, ${plain(curve.unit)}`);
  return ['', heading, ...drawn, ...wrap(chartKey(curve), width).map((line) => paint('dim', line))];
}

function parameterLines(curve: FittedCurve, page: Page): string[] {
  const rows = parameterRows(curve);
  if (rows.length === 0) return [];
  const cells = rows.map((row) => parameterColumns.map((column) => column.cell(row).text));
  return ['', ...headed(plainTable(parameterColumns, cells), page)];
}

/** A table with its heading set back. */
function headed([heading = '', ...rows]: string[], { paint }: Page): string[] {
  return [paint('dim', heading), ...rows];
}

function warningLines(warning: string, { width, paint }: Page): string[] {
  const [first = '', ...rest] = wrap(`warning: ${plain(warning)}`, width, 2);
  return [first.replace('warning', paint('warning', 'warning')), ...rest];
}
