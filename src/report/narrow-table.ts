import type { Cell } from './column.js';
import { plain } from './plain.js';
import { plainTable } from './plain-table.js';
import type { RowColumn } from './row-column.js';
import { widthOf } from './wrap.js';

/** Columns a word may take, the widest first. */
const ROOMS = [60, 40, 30, 22, 16];

/**
 * With the details that matter most. Until the table fits, these are left out and long words are cut, as far as what
 * differs still does; then columns are left out, the last one first.
 */
export function narrowTable<Row>(
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
  width: number,
): string[] {
  for (const room of ROOMS) {
    for (const detailed of [true, false]) {
      const texts = columns.map(({ cell, compactDetail = false }) =>
        shortened(
          rows.map((row) => cell(row)),
          { room, isDetailed: detailed && compactDetail, mayBeAlike: columns.length === 1 },
        ),
      );
      if (!texts.every((of) => of !== undefined)) continue;
      const lines = plainTable(
        columns,
        rows.map((_, row) => texts.map((of) => of[row]!)),
      );
      if (lines.every((line) => widthOf(line) <= width)) return lines;
    }
  }
  return columns.length === 1 ? [] : narrowTable(columns.slice(0, -1), rows, width);
}

interface Shortening {
  room: number;
  isDetailed: boolean;
  /** Where there is nothing else to leave out. */
  mayBeAlike: boolean;
}

/** The texts of a column, none wider than the room; undefined where that makes different ones alike. */
function shortened(
  cells: readonly Cell[],
  { room, isDetailed, mayBeAlike }: Shortening,
): string[] | undefined {
  const words = cells.map(({ text }) => plain(text));
  const short = cuts.map((cut) => words.map((word) => (widthOf(word) > room ? cut(word, room) : word)));
  const telling = short.find((of) => new Set(of).size === new Set(words).size);
  const chosen = telling ?? (mayBeAlike ? short[0] : undefined);
  return chosen?.map((word, i) => {
    const { detail } = cells[i]!;
    return isDetailed && detail !== undefined ? `${word} ${detail}` : word;
  });
}

/** Names that share their beginning differ at the end, or between both. */
const cuts: readonly ((word: string, room: number) => string)[] = [
  (word, room) => `${word.slice(0, room - 1)}…`,
  (word, room) => `…${word.slice(1 - room)}`,
  (word, room) => {
    const half = Math.floor((room - 1) / 2);
    return `${word.slice(0, room - 1 - half)}…${word.slice(-half)}`;
  },
];
