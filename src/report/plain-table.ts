import Table from 'cli-table3';

export interface PlainColumn {
  readonly label: string;
  readonly align: 'left' | 'right';
}

/** The lines of a table without lines. */
export const frameless: Readonly<Record<string, string>> = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right', 'middle'].flatMap((side) =>
    [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']),
  ),
);

/** Lines of a table for a terminal: a heading, then the rows, each column as wide as it needs. */
export function plainTable(columns: readonly PlainColumn[], rows: readonly (readonly string[])[]): string[] {
  const table = new Table({
    head: columns.map(({ label }) => label),
    colAligns: columns.map(({ align }) => align),
    chars: frameless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
