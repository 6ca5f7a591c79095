import { CAUSES, nameDispatch, nameSetting, nameWorkers } from '../../../insight/analysis/index.js';
import { isOneRun } from '../../../measure/cases/index.js';
import { formatPercent } from '../../../stats/index.js';
import { type Chart, type ChartLine, legend } from '../../charts/chart.js';
import { bar, useful } from '../../charts/style.js';
import { plain } from '../../document/table.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import { causeOf, lossSentence, lossShare, workerTime } from '../loss.js';
import type { ReportCase } from '../report/case-schema.js';

const MOST_ROWS = 10;

/** A part that is nowhere more than this share of the workers’ time is not drawn. */
const VISIBLE = 0.002;

type Loss = NonNullable<ReportCase['lossWorkerMs']>;
type Row = ReportCase & { lossWorkerMs: Loss };

const isRow = (c: ReportCase): c is Row => c.lossWorkerMs !== null && c.wallMs !== null;

/** The recommended case and the fastest others, in the chapter's order. */
function rowsOf({ cases, recommendation }: Chapter): Row[] {
  const rank = (c: Row) =>
    c.id === recommendation?.caseId ? Number.POSITIVE_INFINITY : (c.speedup?.value ?? 0);
  const rows = cases.filter(isRow);
  const kept = new Set([...rows].sort((a, b) => rank(b) - rank(a)).slice(0, MOST_ROWS));
  return rows.filter((row) => kept.has(row));
}

/** In two lines, so that the bars keep most of a narrow page. */
const labelOf = (c: ReportCase): string[] =>
  [nameWorkers(c), `${isOneRun(c) ? '' : nameDispatch(c)}${placeOf(c)}${c.cold ? ', cold' : ''}`].map(
    (line) => plain(line).slice(0, 40),
  );

function placeOf({ cpus, cores, quota }: ReportCase): string {
  const confined = cpus === null ? '' : `, ${quota === undefined ? cores : cpus.length} CPU`;
  return quota === undefined ? confined : `${confined}, quota ${quota}`;
}

/** In per cent of the workers’ time: serial’s, then what each cause took on top of it. */
function barsOf(rows: readonly Row[]): ChartLine[] {
  const line = (shares: readonly number[]) =>
    shares.map((share, row) => ({ x: Math.round(1e5 * share) / 1e3, y: row, at: row }));
  const lost = CAUSES.flatMap((cause, index) => {
    const shares = rows.map((row) => (row.lossWorkerMs[cause] ?? 0) / workerTime(row));
    if (shares.every((share) => Math.abs(share) <= VISIBLE)) return [];
    return bar(legendOf(cause, rows), index, line(shares));
  });
  return [useful('useful', line(rows.map((row) => 1 - lossShare(row)!))), ...lost];
}

/** Where the bars begin and end, in per cent: what is gained stands to the left of 0, and makes more than 100 useful. */
function endsOf(parts: readonly ChartLine[]): { min: number; max: number } {
  const sums = (isKept: (x: number) => boolean) =>
    parts[0]!.data.map((_, row) =>
      parts.reduce((sum, { data }) => sum + (isKept(data[row]!.x) ? data[row]!.x : 0), 0),
    );
  return {
    min: Math.floor(Math.min(...sums((x) => x < 0))),
    max: Math.ceil(Math.max(100, ...sums((x) => x > 0))),
  };
}

/** As the part is called in the first row: a chapter is of one scenario, so all rows are of one kind. */
const legendOf = (cause: keyof Loss, [first]: readonly Row[]): string => causeOf(cause, first!).name;

function captionOf(rows: readonly Row[], chapter: Chapter): string {
  const row = rows.find(({ id }) => id === subjectOf(chapter)?.id) ?? rows[0]!;
  const setting = ` with ${nameSetting(row)}`;
  const share = formatPercent(lossShare(row) ?? 0);
  const said = lossSentence(row, setting) ?? `Lost${setting}: ${share} of worker time.`;
  return `${said} Useful is what serial takes for the same tasks; bars to the left of 0 are gains.`;
}

/** Where the workers' time went, serial's and what was lost: a stacked bar a case, gains to the left of zero. */
export function lossChart(chapter: Chapter): Chart | undefined {
  const rows = rowsOf(chapter);
  if (rows.length === 0) return undefined;
  const datasets = barsOf(rows);
  return {
    id: `${chapter.id}-loss`,
    title: 'Where the workers’ time went',
    caption: captionOf(rows, chapter),
    config: {
      type: 'bar',
      data: { labels: rows.map(labelOf), datasets },
      options: {
        maintainAspectRatio: false,
        indexAxis: 'y',
        interaction: { mode: 'nearest', intersect: true },
        scales: {
          x: {
            type: 'linear',
            stacked: true,
            ...endsOf(datasets),
            ticks: { includeBounds: false },
            title: { display: true, text: 'share of the workers’ time (%)' },
          },
          y: { type: 'category', stacked: true },
        },
        plugins: {
          title: { display: true, text: [`${chapter.title}: where the workers’ time went`] },
          legend,
        },
      },
    },
  };
}
