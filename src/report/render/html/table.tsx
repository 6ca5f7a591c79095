import {
  type Table,
  type TableCell,
  type TableColumn,
  type TableRow,
  tableFor,
} from '../../document/table.js';

/** A table of rows of any kind, which the page's script lets readers sort. */
export function TableOf({ table }: { table: Table }) {
  const { label, columns, rows, chosen, hasTools } = tableFor('html', table);
  if (rows.length === 0) return null;
  const choosing = chosen && { 'data-chosen': chosen.command, 'data-chosen-end': chosen.end };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table" tabIndex={0} aria-label={label} {...choosing} data-tools={hasTools}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                scope="col"
                class={column.align === 'right' ? 'right' : undefined}
                title={column.meaning}
                data-name={hasTools ? column.name : undefined}
                data-choose={hasTools ? column.isChosenBy : undefined}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row: { cells, look, choice }, columns }: { row: TableRow; columns: readonly TableColumn[] }) {
  return (
    <tr class={look} data-choice={choice}>
      {cells.map((cell, index) => (
        <td
          class={classOf(columns[index]!, cell)}
          data-sort={String(cell.sort ?? '')}
          style={cell.shade === undefined ? undefined : `--shade: ${cell.shade.toFixed(2)}`}
        >
          {cell.href === undefined ? cell.text : <a href={cell.href}>{cell.text}</a>}
          {cell.detail === undefined ? null : <small>{cell.detail}</small>}
          {cell.track === undefined ? null : <Track {...cell.track} />}
        </td>
      ))}
    </tr>
  );
}

function classOf({ align, look }: TableColumn, { isBad, shade }: TableCell): string | undefined {
  const heat = shade === undefined ? undefined : 'heat';
  const names = [align === 'right' ? align : undefined, look, isBad ? 'bad' : undefined, heat];
  return names.filter((name) => name !== undefined).join(' ') || undefined;
}

const percent = (part: number): string => `${(100 * part).toFixed(1)}%`;

/** An interval on a track that starts at 0. The figures stand beside it. */
function Track({ from, to, at }: NonNullable<TableCell['track']>) {
  return (
    <span class="track" aria-hidden="true">
      <i class="range" style={{ left: percent(from), width: percent(to - from) }} />
      <i class="value" style={{ left: percent(at) }} />
    </span>
  );
}
