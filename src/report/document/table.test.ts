import { describe, expect, it } from 'vitest';
import { type Column, type Format, figure, MISSING, number, tableFor, tableOf, word } from './table.js';

interface Row {
  name: string;
  cores: number;
  gain: { value: number; low: number; high: number } | null;
}

const columns: Column<Row>[] = [
  word('name', ({ name }) => name, { label: 'name', meaning: 'What it is called' }),
  number('cores', ({ cores }) => cores, String, {
    ...{ label: 'cores', meaning: 'Of its machine', whenVaried: ['terminal'] },
  }),
  figure('gain', ({ gain }) => gain, String, {
    ...{ label: 'gain', meaning: 'Over serial', track: ({ gain }) => gain },
  }),
  word('note', () => '', { label: 'note', meaning: 'Never known' }),
  word('reason', () => '', { label: 'reason', meaning: 'Never known, yet asked for', always: true }),
];
const rows: Row[] = [
  { name: 'a', cores: 2, gain: { value: 2, low: 1, high: 4 } },
  { name: 'b', cores: 2, gain: null },
];
const labels = (format: Format, of: readonly Row[]) =>
  tableFor(format, tableOf('', columns, of)).columns.map(({ label }) => label);

describe('a table', () => {
  it('leaves out columns without any figure, and where it is asked to those that are the same in all rows', () => {
    expect(labels('html', rows)).toEqual(['name', 'cores', 'gain', 'reason']);
    expect(labels('terminal', rows)).toEqual(['name', 'gain', 'reason']);
    expect(labels('terminal', [rows[0]!, { ...rows[1]!, cores: 4 }])).toContain('cores');
    expect(labels('html', rows.slice(1))).not.toContain('gain');
  });

  it('has cells as they are shown, with what they are sorted by, and marks on a track up to the highest figure', () => {
    const [first, second] = tableOf('', columns, rows).rows.map(({ cells }) => cells[2]!);
    expect(first).toMatchObject({ text: '2', detail: '1–4', sort: 2, track: { from: 0.25, to: 1, at: 0.5 } });
    expect(second).toEqual({ text: MISSING });
  });

  it('is sorted by what is shown where a column has no data', () => {
    const plainly: Column<Row> = { ...columns[0]!, cell: ({ name }) => ({ text: `is ${name}` }) };
    const { data: _, ...shown } = plainly;
    expect(tableOf('', [shown], rows).rows[0]!.cells[0]).toMatchObject({ sort: 'is a' });
  });
});
