import { type Column, shownIn, type Value } from '../document/table.js';

const formula = /^[=+\-@\t\r]/;

/** A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. */
function cellOf(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const guarded = formula.test(value.trimStart()) || formula.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

const lineOf = (values: readonly Value[]): string => `${values.map(cellOf).join(',')}\r\n`;

/** Rows with everything that their columns know, unformatted; RFC 4180 with CRLF. */
export function csv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const shown = shownIn('csv', columns);
  const values = rows.map(
    (row): Record<string, Value> => Object.assign({}, ...shown.map((column) => column.data?.(row))),
  );
  return [Object.keys(values[0] ?? {}), ...values.map((each) => Object.values(each))].map(lineOf).join('');
}
