import { type Column, MISSING } from '../column.js';
import { columnsFor, resultOf } from '../columns.js';
import type { ReportCase } from '../schema.js';

/** What the page's script sorts by; empty where there is no figure. */
const sortKey = (column: Column, c: ReportCase): string => String(Object.values(column.data(c))[0] ?? '');

const isBad = (column: Column, c: ReportCase): boolean =>
  column.label === 'result' && (resultOf(c) === 'failed' || resultOf(c) === 'wrong');

function classOf(column: Column, c: ReportCase): string | undefined {
  const names = [
    column.align === 'right' ? 'right' : '',
    column.label === 'result' ? 'result' : '',
    column.label === 'CPUs' ? 'places' : '',
    isBad(column, c) ? 'bad' : '',
  ].filter((name) => name !== '');
  return names.length > 0 ? names.join(' ') : undefined;
}

const percent = (part: number): string => `${(100 * part).toFixed(1)}%`;

/** The speedup's interval on a track that starts at 0; `most` is its end. The figures stand beside it. */
function Track({ c, most }: { c: ReportCase; most: number }) {
  if (c.speedup === null) return null;
  const { value, low, high } = c.speedup;
  return (
    <span class="track" aria-hidden="true">
      <i class="range" style={{ left: percent(low / most), width: percent((high - low) / most) }} />
      <i class="value" style={{ left: percent(value / most) }} />
    </span>
  );
}

function TableCell({ column, c, most }: { column: Column; c: ReportCase; most: number }) {
  const { text, detail } = column.cell(c);
  return (
    <td class={classOf(column, c)} data-sort={text === MISSING ? '' : sortKey(column, c)}>
      {text}
      {detail === undefined ? null : <small>{detail}</small>}
      {column.label === 'speedup' ? <Track c={c} most={most} /> : null}
    </td>
  );
}

const rowClass = (c: ReportCase, best: string | undefined): string | undefined =>
  c.id === best ? 'best' : c.status === 'ok' ? undefined : 'unmeasured';

/** All cases of a section; `best` is the id of the recommended one. */
export function CaseTable({
  cases,
  best,
  label,
}: {
  cases: ReportCase[];
  best: string | undefined;
  label: string;
}) {
  const columns = columnsFor('html', cases);
  const most = Math.max(...cases.map(({ speedup }) => speedup?.high ?? 0));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={column.align === 'right' ? 'right' : undefined} title={column.meaning}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cases.map((c) => (
            <tr class={rowClass(c, best)}>
              {columns.map((column) => (
                <TableCell column={column} c={c} most={most} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
