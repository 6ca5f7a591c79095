import { joinCell } from './column.js';
import { literal, rowOf } from './literal.js';
import type { RowColumn } from './row-column.js';

/** Rows as a table of GitHub-flavoured Markdown; nothing where there are none. */
export function markdownTable<Row>(
  columns: readonly Pick<RowColumn<Row>, 'label' | 'align' | 'cell'>[],
  rows: readonly Row[],
): string {
  if (rows.length === 0) return '';
  return [
    rowOf(columns.map(({ label }) => literal(label))),
    rowOf(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => rowOf(columns.map((column) => literal(joinCell(column.cell(row)))))),
  ].join('\n');
}
