import { CAUSES, nameDispatch, nameWorkers } from '../../../insight/analysis/index.js';
import { isOneRun } from '../../../measure/cases/index.js';
import { formatRatio, listed, mean } from '../../../stats/index.js';
import { type Chart, type ChartLine, legend } from '../../charts/chart.js';
import { bar, intervals, useful } from '../../charts/style.js';
import { plain } from '../../document/table.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import { causeOf } from '../loss.js';
import { isSerial, type ReportCase } from '../report/case-schema.js';
import { mostTelling } from '../telling.js';
import { ANSWERS } from './answer-curve.js';

const MOST_ROWS = 20;
/** A part that is nowhere more than this share of the longest bar is not drawn. */
const VISIBLE = 0.002;
/** More answers than these are told by the lowest and the highest. */
const MOST_NAMED = 3;
/** So far beyond the longest bar the axis goes. */
const ROOM = 1.03;
/** Characters of a label's line. */
const LINE = 26;

type Measured = ReportCase & { speedup: NonNullable<ReportCase['speedup']> };

interface Row {
  label: string[];
  one: Measured;
}

const isMeasured = (one: ReportCase | undefined): one is Measured =>
  one !== undefined && !isSerial(one) && one.speedup !== null;

/** A bar an answer: what it gains over serial, then what was lost on the way to its workers’ number. */
export function answerBars(chapters: readonly Chapter[]): Chart | undefined {
  const all = chapters.flatMap((chapter): Row[] => {
    const one = subjectOf(chapter);
    return isMeasured(one) ? [{ label: labelOf(chapter.title, nameWorkers(one)), one }] : [];
  });
  return barsOf(all, 'Speedup of each answer');
}

/** The same of the settings of one scenario that tell most. */
export function settingBars(chapter: Chapter): Chart | undefined {
  const told = mostTelling(chapter, chapter.cases).filter(isMeasured);
  const rows = told.map((one) => ({
    label: labelOf(nameWorkers(one), isOneRun(one) ? '' : nameDispatch(one)),
    one,
  }));
  return barsOf(rows, 'Speedup of the most telling settings');
}

const labelOf = (...lines: string[]): string[] =>
  lines.filter((line) => line !== '').map((line) => plain(line).slice(0, LINE));

function barsOf(all: readonly Row[], title: string): Chart | undefined {
  if (all.length === 0) return undefined;
  const rows = all.slice(0, MOST_ROWS);
  const parts = partsOf(rows);
  const ends = rows.map(({ one }, row) =>
    Math.max(
      one.speedup.high,
      parts.reduce((sum, { data }) => sum + data[row]!.x, 0),
    ),
  );
  return {
    id: ANSWERS,
    title,
    caption: captionOf(all),
    config: {
      type: 'bar',
      data: { labels: rows.map(({ label }) => label), datasets: [...parts, intervalsOf(rows)] },
      options: {
        maintainAspectRatio: false,
        indexAxis: 'y',
        interaction: { mode: 'index', intersect: false, axis: 'y' },
        scales: {
          x: {
            type: 'linear',
            stacked: true,
            min: 0,
            max: ROOM * Math.max(...ends),
            ticks: { includeBounds: false },
            title: { display: true, text: 'speedup (times serial)' },
          },
          y: { type: 'category', stacked: true, ticks: { autoSkip: false }, grid: { display: false } },
        },
        plugins: { title: { display: true, text: [title] }, legend },
      },
    },
  };
}

function partsOf(rows: readonly Row[]): ChartLine[] {
  const line = (sizes: readonly number[]) => sizes.map((x, row) => ({ x, y: row, at: row }));
  const gains = rows.map(({ one }) => one.speedup.value);
  const longest = Math.max(...gains);
  const lost = CAUSES.flatMap((cause, index) => {
    // No pool can have what workers beyond the cores would need.
    if (cause === 'oversubscribed') return [];
    const sizes = rows.map(({ one }) => Math.max(0, timesLost(cause, one)));
    if (sizes.every((size) => size <= VISIBLE * longest)) return [];
    return bar(`lost: ${causeOf(cause, rows[0]!.one).name}`, index, line(sizes));
  });
  return [useful('speedup', line(gains)), ...lost];
}

/** Workers × wall time is serial’s time and what was lost: so many times the wall time was the loss. */
function timesLost(cause: (typeof CAUSES)[number], { lossWorkerMs, wallMs }: ReportCase): number {
  return lossWorkerMs === null || wallMs === null ? 0 : (lossWorkerMs[cause] ?? 0) / mean(wallMs.samples);
}

function intervalsOf(rows: readonly Row[]): ChartLine {
  const points = rows.map(({ one: { speedup } }, row) => ({
    ...{ x: speedup.value, xMin: speedup.low, xMax: speedup.high, y: row, at: row },
  }));
  return intervals('95 % interval', points);
}

function captionOf(rows: readonly Row[]): string {
  const name = ({ label, one }: Row) => `${label[0]} ${formatRatio(one.speedup.value)}`;
  const ranked = [...rows].sort((a, b) => b.one.speedup.value - a.one.speedup.value);
  const few = rows.length <= MOST_NAMED;
  const said = few ? listed(rows.map(name)) : `From ${name(ranked.at(-1)!)} to ${name(ranked[0]!)}`;
  const left = rows.length > MOST_ROWS ? ` The first ${MOST_ROWS} of ${rows.length} are drawn.` : '';
  return `${said}; 1 is serial. The rest of a bar is what was lost: it ends where no worker loses anything.${left}`;
}
