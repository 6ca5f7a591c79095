import { describe, expect, it } from 'vitest';
import { narrowTable } from './narrow-table.js';
import type { RowColumn } from './row-column.js';
import { widthOf } from './wrap.js';

type Row = Readonly<Record<string, string>>;

const column = (label: string, look: Partial<RowColumn<Row>> = {}): RowColumn<Row> => ({
  label,
  meaning: '',
  align: 'left',
  cell: (row) => ({ text: row[label]!, ...(row[`${label}+`] && { detail: row[`${label}+`]! }) }),
  sort: (row) => row[label],
  ...look,
});

describe('a narrow table', () => {
  const columns = ['setting', 'rate', 'verdict'].map((label) => column(label, { compactDetail: true }));
  const settings = ['map, chunksize 1', 'map, chunksize 16', 'imapUnordered, chunksize 1'];
  const rows = settings.map((name, i) => ({
    setting: `2 threads with ${name}`,
    rate: `${100 + i} tasks/s`,
    'rate+': `${95 + i} to ${105 + i}`,
    verdict: 'cannot tell yet',
  }));

  it.each([100, 80, 72, 60, 50, 40, 30])('of %i columns fits, and its rows differ as they do', (width) => {
    const [, ...lines] = narrowTable(columns, rows, width);
    expect(lines).toHaveLength(rows.length);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
    // What stands before the first two blanks, or all of it: the setting.
    expect(new Set(lines.map((line) => line.split(/ \d+ tasks/)[0])).size).toBe(rows.length);
  });

  it.each([
    [
      'the end, where beginnings differ',
      ['one-machine-of-a-long-name', 'two-machines-of-a-long-name'],
      ['one-machine-of-…', 'two-machines-of…'],
    ],
    [
      'the beginning, where that is common',
      ['aws-us-east-1-c7i.2xlarge', 'aws-us-east-1-c7i.4xlarge'],
      ['…t-1-c7i.2xlarge', '…t-1-c7i.4xlarge'],
    ],
    [
      'the middle, where both ends differ',
      ['aws-us-east-1-c7i.2xlarge', 'gcp-us-east-1-c7i.2xlarge', 'aws-us-east-1-c7i.4xlarge'],
      ['aws-us-e…2xlarge', 'gcp-us-e…2xlarge', 'aws-us-e…4xlarge'],
    ],
  ])('cuts %s', (_, names, shown) => {
    const [, ...lines] = narrowTable(
      [column('name')],
      names.map((name) => ({ name })),
      17,
    );
    expect(lines).toEqual(shown);
  });

  it('leaves columns out rather than making rows alike', () => {
    const base = 'a'.repeat(41);
    const names = [base, ...[5, 20, 35].map((at) => `${base.slice(0, at)}x${base.slice(at + 1)}`)];
    const rows = names.map((name) => ({ name, rate: '7' }));
    expect(narrowTable([column('name'), column('rate')], rows, 42)).toEqual(['name', ...names]);
    expect(narrowTable([column('name')], rows.slice(0, 1), 20)).toEqual(['name', `${'a'.repeat(15)}…`]);
  });
});
