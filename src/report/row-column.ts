import type { Cell } from './column.js';

/** A column of a table of rows of any kind, written once and drawn by the page, Markdown and the terminal. */
export interface RowColumn<Row> {
  label: string;
  /** What it means, in one line. */
  meaning: string;
  align: 'left' | 'right';
  cell(row: Row): Cell;
  /** What it is sorted by; undefined where there is no figure. */
  sort(row: Row): number | string | undefined;
  /** Left out in a terminal, where room is short. */
  documentsOnly?: boolean;
  /** In a narrow table too the detail is shown, as long as there is room. */
  compactDetail?: boolean;
}

/** Without those columns that have nothing to show. */
export function filled<Row>(
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
  missing: string,
): RowColumn<Row>[] {
  return columns.filter((column) => rows.some((row) => column.cell(row).text !== missing));
}
