import {
  CAUSES,
  nameDispatch,
  nameSetting,
  nameWorkers,
  totalLoss,
} from '../../../insight/analysis/index.js';
import { isOneRun } from '../../../measure/cases/index.js';
import { formatPercent } from '../../../stats/index.js';
import { type Chart, type ChartLine, legend } from '../../charts/chart.js';
import { bar } from '../../charts/style.js';
import { plain } from '../../document/table.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import { causeOf, lossSentence, lossShare } from '../loss.js';
import type { ReportCase } from '../report/case-schema.js';

const MOST_ROWS = 10;

/** A part that is nowhere more than this share of the longest bar is not drawn. */
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

function barsOf(rows: readonly Row[], unitMs: number): ChartLine[] {
  const longest = Math.max(...rows.map((row) => sumOf(row.lossWorkerMs)));
  return CAUSES.flatMap((cause, index) => {
    const sizes = rows.map(({ lossWorkerMs }) => lossWorkerMs[cause] ?? 0);
    if (sizes.every((ms) => Math.abs(ms) <= VISIBLE * longest)) return [];
    return bar(
      legendOf(cause, rows),
      index,
      sizes.map((ms, row) => ({ x: ms / unitMs, y: row, at: row })),
    );
  });
}

/** As the part is called in the first row: a chapter is of one scenario, so all rows are of one kind. */
const legendOf = (cause: keyof Loss, [first]: readonly Row[]): string => causeOf(cause, first!).name;

const sumOf = (loss: Loss): number => CAUSES.reduce((sum, cause) => sum + Math.abs(loss[cause] ?? 0), 0);

function captionOf(rows: readonly Row[], chapter: Chapter): string {
  const row = rows.find(({ id }) => id === subjectOf(chapter)?.id) ?? rows[0]!;
  const setting = ` with ${nameSetting(row)}`;
  const share = formatPercent(lossShare(row) ?? 0);
  const said = lossSentence(row, setting) ?? `Lost${setting}: ${share} of worker time.`;
  return `${said} Bars to the left are gains.`;
}

/** Where the workers' time went beyond serial's: a stacked bar a case, gains to the left of zero. */
export function lossChart(chapter: Chapter): Chart | undefined {
  const rows = rowsOf(chapter);
  if (rows.length === 0) return undefined;
  const unitMs = Math.max(...rows.map((row) => Math.abs(totalLoss(row.lossWorkerMs)))) >= 2000 ? 1000 : 1;
  const datasets = barsOf(rows, unitMs);
  if (datasets.length === 0) return undefined;
  const unit = unitMs === 1000 ? 's' : 'ms';
  return {
    id: `${chapter.id}-loss`,
    title: 'Where the lost time went',
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
            title: { display: true, text: `workers’ time per pass beyond serial’s (${unit})` },
          },
          y: { type: 'category', stacked: true },
        },
        plugins: {
          title: { display: true, text: [`${chapter.title}: where the rest went`] },
          legend,
        },
      },
    },
  };
}
