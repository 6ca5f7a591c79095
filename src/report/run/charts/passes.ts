import { nameSetting } from '../../../insight/analysis/index.js';
import {
  evenly,
  formatChange,
  formatCount,
  formatMs,
  largest,
  median,
  smallest,
} from '../../../stats/index.js';
import { aside, type Chart, type ChartPoint, lineChart } from '../../charts/chart.js';
import { guideLine, measuredLine } from '../../charts/style.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import { isSerial, type ReportCase } from '../report/case-schema.js';

const MOST_CASES = 6;
/** Fewer rounds show no drift. */
const LEAST_ROUNDS = 4;
/** More dots would cover one another. */
const MOST_ROUNDS = 500;

type Row = ReportCase & { wallMs: NonNullable<ReportCase['wallMs']> };

const isRow = (c: ReportCase): c is Row => c.wallMs !== null && c.wallMs.samples.length > 1;

/** What the answer is about, serial, and the fastest others. */
function rowsOf(chapter: Chapter): Row[] {
  const subject = subjectOf(chapter)?.id;
  const rank = (c: Row) =>
    c.id === subject ? Number.POSITIVE_INFINITY : isSerial(c) ? Number.MAX_VALUE : (c.speedup?.value ?? 0);
  return chapter.cases
    .filter(isRow)
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, MOST_CASES);
}

/** Numbers of the rounds; of older reports, places among those that the figures rest on. */
const roundsOf = ({ wallMs: { rounds, samples } }: Row): number[] => rounds ?? samples.map((_, i) => i + 1);

/** The mean pass of every round against the case's median: spread and drift, side by side for unlike cases. */
export function passesChart(chapter: Chapter): Chart | undefined {
  const rows = rowsOf(chapter);
  if (rows.length === 0) return undefined;
  const lines = rows.map((row, i) => ({
    ...measuredLine(nameSetting(row), i, pointsOf(row, i, rows.length)),
    showLine: false,
  }));
  const rounds = rows.flatMap(roundsOf);
  const ends = [smallest(rounds), largest(rounds)];
  const even = guideLine(
    'median',
    ends.map((x) => ({ x, at: x, y: 0 })),
    'ideal',
  );
  const x = { title: 'round', values: ends };
  const heading = 'passes by round';
  return {
    id: `${chapter.id}-passes`,
    title: 'Passes by round',
    caption: captionOf(rows[0]!),
    config: lineChart([`${chapter.title}: ${heading}`], x, 'pass against its median (%)', [...lines, even]),
  };
}

function pointsOf(row: Row, index: number, lines: number): ChartPoint[] {
  const rounds = roundsOf(row);
  const { samples } = row.wallMs;
  const middle = median(samples);
  const dots = samples.map((ms, i) => ({ ms, round: rounds[i]! }));
  return evenly(dots, MOST_ROUNDS).map(({ ms, round }) => ({
    x: aside(round, index, lines),
    at: round,
    y: Math.round(1e5 * (ms / middle - 1)) / 1e3,
  }));
}

function captionOf(row: Row): string {
  const { samples } = row.wallMs;
  const middle = median(samples);
  const [low, high] = [smallest(samples), largest(samples)];
  const ends = `${formatChange(low / middle - 1)} and ${formatChange(high / middle - 1)} from the median`;
  const spread = `${nameSetting(row)}: mean passes of a round run from ${formatMs(low)} to ${formatMs(high)}, ${ends}`;
  const half = Math.floor(samples.length / 2);
  if (samples.length < LEAST_ROUNDS) return `${spread}.`;
  const left =
    samples.length > MOST_ROUNDS
      ? ` Drawn are ${formatCount(MOST_ROUNDS)} of ${formatCount(samples.length)} rounds.`
      : '';
  const drift = median(samples.slice(-half)) / median(samples.slice(0, half)) - 1;
  return `${spread}; from the first half of the rounds to the second they change by ${formatChange(drift)}.${left}`;
}
