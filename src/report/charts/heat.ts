import type { Picture } from '../document/document.js';
import { plain, type Table, type TableCell } from '../document/table.js';
import type { Chart, ChartLine } from './chart.js';
import { heatCells } from './style.js';

/** A table of shaded cells as a chart: its first column names the rows, the others are cells. */
export function heatChart({ id, heading }: Picture, table: Table): Chart {
  const [first, ...columns] = table.columns;
  const rows = table.rows.map(({ cells: [name] }) => plain(name?.text ?? ''));
  const labels = columns.map(({ label }) => plain(label));
  return {
    id,
    title: heading[0]!,
    caption: table.label,
    config: {
      type: 'bar',
      data: {
        labels: rows,
        datasets: labels.map((label, column) =>
          columnOf(
            label,
            table.rows.map(({ cells }) => cells[column + 1]),
            rows,
            column,
          ),
        ),
      },
      cells: { columns: labels },
      options: {
        maintainAspectRatio: false,
        indexAxis: 'y',
        scales: {
          x: { type: 'linear', min: 0, max: columns.length, grid: { display: false } },
          y: {
            type: 'category',
            grid: { display: false },
            title: { display: true, text: plain(first?.label ?? '') },
          },
        },
        plugins: {
          title: { display: true, text: heading.map(plain) },
          legend: { display: false },
        },
      },
    },
  };
}

function columnOf(
  label: string,
  cells: readonly (TableCell | undefined)[],
  rows: readonly string[],
  column: number,
): ChartLine {
  const points = cells.map((cell, row) => ({
    x: column,
    y: row,
    at: row,
    span: [column, column + 1] as [number, number],
    row: rows[row]!,
    lines: [cell?.text ?? '', ...(cell?.detail === undefined ? [] : [cell.detail])],
  }));
  return heatCells(
    label,
    points,
    cells.map((cell) => cell?.shade),
  );
}
