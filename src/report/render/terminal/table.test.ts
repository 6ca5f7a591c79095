import { describe, expect, it } from 'vitest';
import { type Column, tableOf } from '../../document/table.js';
import { widthOf } from './page.js';
import { plainTable, tableLines } from './table.js';

type Row = Readonly<Record<string, string>>;

/** The lines of a table, without colours. */
const narrowTable = (columns: readonly Column<Row>[], rows: readonly Row[], width: number): string[] =>
  tableLines(tableOf('', columns, rows), { width, paint: (_, text) => text });

const column = (label: string, look: Partial<Column<Row>> = {}): Column<Row> => ({
  label,
  meaning: '',
  align: 'left',
  cell: (row) => ({ text: row[label]!, ...(row[`${label}+`] && { detail: row[`${label}+`]! }) }),
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

describe('a table of which some columns yield', () => {
  const columns = [
    column('engine', { names: true }),
    column('dispatch', { names: true, yields: 2.5 }),
    column('wall time', { yields: 2 }),
    column('speedup', { compactDetail: true }),
  ];
  const row = (engine: string, dispatch: string) => ({
    engine,
    dispatch,
    'wall time': '104.2 ms',
    speedup: '1.90×',
    'speedup+': '1.86–1.94',
  });
  const headings = (rows: readonly Row[], width: number) => narrowTable(columns, rows, width)[0]?.split(/ +/);

  it('leaves out what yields most, and keeps the detail of what does not', () => {
    const rows = [row('threads', 'map'), row('processes', 'map')];
    expect(headings(rows, 60)).toEqual(['engine', 'dispatch', 'wall', 'time', 'speedup']);
    expect(headings(rows, 38)).toEqual(['engine', 'wall', 'time', 'speedup']);
    expect(narrowTable(columns, rows, 26)).toEqual([
      'engine    speedup',
      'threads   1.90× 1.86–1.94',
      'processes 1.90× 1.86–1.94',
    ]);
  });

  it('leaves out first what says of every row that all is well', () => {
    const all = [...columns, column('result', { yields: 1, usual: 'ok' })];
    const rows = ['threads', 'processes'].map((engine) => ({ ...row(engine, 'map'), result: 'ok' }));
    expect(narrowTable(all, rows, 45)[0]).toBe('engine    dispatch wall time speedup');
    const failed = [{ ...rows[0]!, result: 'failed' }, rows[1]!];
    expect(narrowTable(all, failed, 45)[0]).toBe('engine    wall time speedup         result');
  });

  it('keeps a name that alone tells two rows apart', () => {
    expect(headings([row('threads', 'map'), row('threads', 'imap')], 30)).toEqual(['dispatch', 'speedup']);
  });
});

describe('a figure with a track', () => {
  const figures = [
    column('name'),
    column('speedup', {
      track: ({ speedup }) => (speedup === '–' ? null : { value: Number(speedup), low: 0, high: 9 }),
    }),
  ];
  const rows = [
    ['a', '–'],
    ['b', '4'],
    ['c', '2'],
    ['d', '1.7'],
  ].map(([name, speedup]) => ({ name: name!, speedup: speedup! }));

  it('has a bar beside it, the longest that of the highest figure', () => {
    expect(narrowTable(figures, rows, 80)).toEqual([
      'name speedup',
      'a    –',
      'b    4       ████████',
      'c    2       ████',
      'd    1.7     ███▍',
    ]);
  });

  it('has none where there is nothing to compare, or no room', () => {
    expect(narrowTable(figures, rows.slice(0, 2), 80)).toEqual(['name speedup', 'a    –', 'b    4']);
    expect(narrowTable(figures, rows, 14)).toEqual([
      'name speedup',
      'a    –',
      'b    4',
      'c    2',
      'd    1.7',
    ]);
  });
});

it('a plain table has a blank between columns, and nothing behind the last one', () => {
  const columns = [
    { label: 'name', align: 'left' },
    { label: 'count', align: 'right' },
    { label: 'note', align: 'left' },
  ] as const;
  expect(
    plainTable(columns, [
      ['a longer name', '7', ''],
      ['b', '12', 'x'],
    ]),
  ).toEqual(['name          count note', 'a longer name     7', 'b                12 x']);
});
