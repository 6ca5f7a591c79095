import type { ComparedWork, ComparisonDocument } from '../../market/compare/index.js';
import { MISSING } from '../column.js';
import { filled, type RowColumn } from '../row-column.js';
import { changeColumns, changeRows } from './change-columns.js';
import { rankedRows, rankingColumns } from './ranking-columns.js';

/** The table of one work with its columns bound to its rows, for renderers that do not care of what it is. */
export interface BoundTable {
  columns: readonly RowColumn<number>[];
  rows: readonly number[];
}

/** Machines ranked, or settings before and after; without columns that have nothing to show. */
export function tableOf(work: ComparedWork, document: ComparisonDocument): BoundTable {
  return document.kind === 'machines'
    ? bind(rankingColumns, rankedRows(work, document))
    : bind(changeColumns, changeRows(work));
}

function bind<Row>(columns: readonly RowColumn<Row>[], rows: readonly Row[]): BoundTable {
  const bound = filled(columns, rows, MISSING).map((column) => ({
    ...column,
    cell: (index: number) => column.cell(rows[index]!),
    sort: (index: number) => column.sort(rows[index]!),
  }));
  return { columns: bound, rows: rows.map((_, index) => index) };
}
