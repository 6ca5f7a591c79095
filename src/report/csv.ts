import { columnsFor } from './columns.js';
import type { Report } from './schema.js';

type Value = number | string | boolean | null;

const formula = /^[=+\-@\t\r]/;

/** A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. */
function cellOf(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const guarded = formula.test(value.trimStart()) || formula.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

const rowOf = (values: readonly Value[]): string => values.map(cellOf).join(',');

/** All cases, one a row, unformatted; RFC 4180 with CRLF. */
export function csv(report: Report): string {
  const columns = columnsFor('csv', report.cases);
  const rows = report.cases.map((c) => Object.assign({}, ...columns.map((column) => column.data(c))));
  const header = Object.keys(rows[0] ?? {});
  return [header, ...rows.map((row) => Object.values(row) as Value[])]
    .map((row) => `${rowOf(row)}\r\n`)
    .join('');
}
