import { MISSING } from '../column.js';
import type { RowColumn } from '../row-column.js';

interface RowTableProps<Row> {
  columns: readonly RowColumn<Row>[];
  rows: readonly Row[];
  /** What it is of, for those who do not see it. */
  label: string;
  rowClass?(row: Row): string | undefined;
}

/** A table of rows of any kind, which the page's script lets readers sort. */
export function RowTable<Row>({ columns, rows, label, rowClass }: RowTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={classOf(column)} title={column.meaning}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr class={rowClass?.(row)}>
              {columns.map((column) => (
                <RowCell column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RowCell<Row>({ column, row }: { column: RowColumn<Row>; row: Row }) {
  const { text, detail } = column.cell(row);
  return (
    <td class={classOf(column)} data-sort={text === MISSING ? '' : String(column.sort(row) ?? '')}>
      {text}
      {detail === undefined ? null : <small>{detail}</small>}
    </td>
  );
}

function classOf({ align }: { align: 'left' | 'right' }): string | undefined {
  return align === 'right' ? 'right' : undefined;
}
