import { type ComparedWork, type ComparisonDocument, nameOf } from '../../market/compare/index.js';
import { formatRate, type Interval } from '../../stats/index.js';
import { type Chart, type ChartLine, rowChart } from '../charts/chart.js';
import { measuredLine } from '../charts/style.js';
import { plain } from '../document/table.js';
import { changeRows } from './change-columns.js';

const MOST_ROWS = 20;

interface Row {
  /** In lines. */
  label: string[];
  throughput: Interval;
  /** Rows of one kind look alike: 0, or 1 for what is after. */
  kind: 0 | 1;
}

/** Throughput with its interval: a row a machine, or two a setting, before and after; the fastest on top. */
export function throughputChart(
  work: ComparedWork,
  document: ComparisonDocument,
  id: string,
): Chart | undefined {
  const rows = rowsOf(work, document).slice(0, MOST_ROWS);
  if (rows.length === 0) return undefined;
  const unit = work.openEnded ? 'turns' : 'tasks';
  return {
    id: `${id}-throughput`,
    title: 'Throughput',
    caption: captionOf(work, document),
    config: rowChart(
      `${plain(work.title)}: throughput`,
      { title: `${unit} a second`, beginAtZero: true },
      rows.map(({ label }) => label),
      [pointsOf(rows)],
    ),
  };
}

function rowsOf(work: ComparedWork, { kind }: ComparisonDocument): Row[] {
  if (kind === 'machines') {
    return work.entries.map(({ group, throughput }) => ({ label: inLines(group), throughput, kind: 0 }));
  }
  return changeRows(work).flatMap(({ comparison, before, after }): Row[] => [
    { label: inLines(`${nameOf(comparison.setting!)}: before`), throughput: before, kind: 0 },
    { label: ['after'], throughput: after, kind: 1 },
  ]);
}

/** Points without a line between them; those of each kind in the look of a line of their own. */
function pointsOf(rows: readonly Row[]): ChartLine {
  const points = rows.map(({ throughput: { value, low, high } }, row) => ({
    x: value,
    xMin: low,
    xMax: high,
    y: row,
    at: row,
  }));
  const looks = [measuredLine('', 0, []), measuredLine('', 1, [])];
  const each = (name: string) => rows.map(({ kind }) => looks[kind]![name]);
  return {
    ...measuredLine('throughput', 0, points),
    showLine: false,
    backgroundColor: each('backgroundColor'),
    borderColor: each('borderColor'),
    pointStyle: each('pointStyle'),
    errorBarColor: each('errorBarColor'),
    errorBarWhiskerColor: each('errorBarWhiskerColor'),
  };
}

const LINE = 22;

/** Words in lines of about 22 characters, at most four, so that the points keep most of a narrow page. */
function inLines(text: string): string[] {
  const lines = [''];
  for (const word of plain(text).split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) === '' || line.length <= LINE) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.slice(0, 4).map((line) => line.slice(0, LINE + 8));
}

function captionOf({ entries }: ComparedWork, { kind }: ComparisonDocument): string {
  const [best] = entries;
  const intervals = 'whiskers: 95 % interval over runs; more is better.';
  return kind === 'machines' && best
    ? `Fastest: ${best.group}, ${formatRate(best.throughput.value)} a second; ${intervals}`
    : `The same settings before and after; ${intervals}`;
}
