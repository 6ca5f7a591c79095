import type { Cell } from './column.js';
import { plain } from './plain.js';
import { plainTable } from './plain-table.js';
import type { RowColumn } from './row-column.js';
import { widthOf } from './wrap.js';

/** With the details that matter most; these are left out, then long words are cut, until the table fits. */
export function narrowTable<Row>(
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
  width: number,
): string[] {
  for (const room of [60, 40, 30, 22, 16]) {
    for (const detailed of [true, false]) {
      const cells = rows.map((row) =>
        columns.map(({ cell, compactDetail = false }) => textOf(cell(row), detailed && compactDetail, room)),
      );
      const lines = plainTable(columns, cells);
      if (lines.every((line) => widthOf(line) <= width)) return lines;
    }
  }
  return columns.length === 1 ? [] : narrowTable(columns.slice(0, -1), rows, width);
}

function textOf({ text, detail }: Cell, isDetailed: boolean, room: number): string {
  const short = plain(text);
  const cut = widthOf(short) > room ? `${short.slice(0, room - 1)}…` : short;
  return isDetailed && detail !== undefined ? `${cut} ${detail}` : cut;
}
