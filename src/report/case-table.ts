import Table from 'cli-table3';
import { type Column, MISSING } from './column.js';
import { columnsFor } from './columns.js';
import type { Page } from './paint.js';
import { frameless } from './plain-table.js';
import type { ReportCase } from './schema.js';
import { widthOf } from './wrap.js';

/** What it needs with a blank behind it, up to its own width. */
function widthFor(column: Column, cases: readonly ReportCase[]): number {
  const longest = Math.max(...[column.label, ...cases.map((c) => textOf(column, c))].map(widthOf));
  return Math.min(column.width!, longest + 1);
}

/** As many columns as fit; the blank after the last one does not count. */
function fitting(cases: readonly ReportCase[], width: number): Column[] {
  const columns = columnsFor('console', cases);
  while (columns.reduce((sum, column) => sum + widthFor(column, cases), 0) > width + 1) {
    const yields = columns.map((column) => yieldOf(column, columns, cases));
    columns.splice(yields.lastIndexOf(Math.max(...yields)), 1);
  }
  return columns;
}

/** Below what all others yield but the speedup, for which one reads the table. */
const TELLS_APART = -0.5;
/** Rows differ by other columns as well. */
const DIFFERS = 0.5;

function yieldOf(column: Column, columns: readonly Column[], cases: readonly ReportCase[]): number {
  const names = columns.filter((one) => one.names);
  const others = names.filter((one) => one !== column);
  if (!column.names) return column.yields ?? 0;
  if (rowsApart(others, cases) < rowsApart(names, cases)) return TELLS_APART;
  const ofPools = cases.filter((c) => column.cell(c).text !== MISSING);
  return rowsApart([column], ofPools) > 1 ? DIFFERS : (column.yields ?? 0);
}

/** How many rows of these columns differ. */
function rowsApart(columns: readonly Column[], cases: readonly ReportCase[]): number {
  return new Set(cases.map((c) => JSON.stringify(columns.map((column) => column.cell(c).text)))).size;
}

/** The table keeps reasons out: they stand in the report, and in the findings where they matter. */
function textOf(column: Column, c: ReportCase): string {
  const { text, detail } = column.cell(c);
  return detail === undefined || !column.compactDetail ? text : `${text} ${detail}`;
}

/** Cases as lines of a terminal, with as many columns as fit. */
export function caseTable(cases: readonly ReportCase[], { width, paint }: Page): string[] {
  const columns = fitting(cases, width);
  const table = new Table({
    head: columns.map(({ label }) => paint('dim', label)),
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map((column) => widthFor(column, cases)),
    chars: frameless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
  });
  for (const c of cases) {
    const cells = columns.map((column) => textOf(column, c));
    table.push(c.status === 'ok' ? cells : cells.map((cell) => paint('dim', cell)));
  }
  return table.toString().split('\n');
}
