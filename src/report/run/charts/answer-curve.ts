import { curvesOf, nameWorkers } from '../../../insight/analysis/index.js';
import { formatRatio, formatRatioInterval, geometricMean } from '../../../stats/index.js';
import { type Chart, type ChartLine, type ChartPoint, lineChart } from '../../charts/chart.js';
import { area, guideLine, lawLine, markedPoint } from '../../charts/style.js';
import type { ReportFit } from '../../laws/schema.js';
import { answerOf, subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import type { Report } from '../report/schema.js';
import { type Line, sharedBy } from './curve-labels.js';
import { ceilingLines, exact, idealLine, measured } from './over-workers.js';
import { againstSerial } from './speedup.js';

/** Of the picture on the first screen, whatever it is. */
export const ANSWERS = 'answers';

/** Beside the line of the answer; the section has all of them. */
const MOST_OTHERS = 2;

type Measured = ReportCase & { speedup: NonNullable<ReportCase['speedup']> };

const isMeasured = (one: ReportCase): one is Measured => one.speedup !== null;

/**
 * Speedup over workers of the setting that the answer is about, with its law, the ceiling and the ideal, and the best
 * line of each other engine; undefined where it has a single worker count.
 */
export function answerCurve(chapter: Chapter, report: Report): Chart | undefined {
  const all = curvesOf(chapter.cases.filter(isMeasured), (one) => one);
  const subject = subjectOf(chapter);
  const own = all.find(({ cases }) => cases.length > 1 && cases.some(({ id }) => id === subject?.id));
  if (own === undefined || subject === undefined || !isMeasured(subject)) return undefined;
  const lines: Line[] = [own, ...othersBeside(own, all)];
  const counts = lines.flatMap(({ cases }) => cases.map(({ workers }) => workers));
  const most = Math.max(...counts);
  const isDecided = answerOf(chapter, report).caseId === subject.id;
  const guides = [
    ...ceilingLines([own], againstSerial(chapter.cases)),
    ...kneeLines(own, report.host.physicalCores, most),
    idealLine(own.cores, most),
  ];
  const datasets = [
    pointOf(subject, isDecided ? 'recommended' : 'best so far'),
    ...measured(lines, ({ speedup }) => speedup).map((line, i) => ({ ...line, label: lines[i]!.engine })),
    ...lawLines(chapter.fits, own),
    ...guides,
  ];
  const title = 'Speedup over workers';
  const heading = [`${chapter.title}: speedup over workers`, sharedBy(lines)].filter((text) => text !== '');
  const x = { title: 'workers', values: [1, ...counts] };
  return {
    id: ANSWERS,
    title,
    caption: captionOf(subject, own),
    config: lineChart(heading, x, 'speedup (times serial)', datasets),
  };
}

/** Of each other engine on the same cores the line that reaches highest. */
function othersBeside(own: Line, all: readonly Line[]): Line[] {
  const reach = ({ cases }: Line) => Math.max(...cases.map(({ speedup }) => speedup!.value));
  const same = all.filter(
    ({ engine, cores, quota, cases }) =>
      engine !== own.engine && cores === own.cores && quota === own.quota && cases.length > 1,
  );
  const engines = [...new Set(same.map(({ engine }) => engine))];
  const best = engines.map((engine) =>
    same.filter((line) => line.engine === engine).reduce((a, b) => (reach(b) > reach(a) ? b : a)),
  );
  return best.sort((a, b) => reach(b) - reach(a)).slice(0, MOST_OTHERS);
}

function pointOf({ workers, speedup }: Measured, label: string): ChartLine {
  return markedPoint(label, exact(workers, speedup.value));
}

/** Where workers begin to share cores, if some that were measured do. */
function kneeLines({ cores }: Line, physicalCores: number, most: number): ChartLine[] {
  if (physicalCores >= Math.min(cores, most)) return [];
  const ends = [exact(physicalCores, 0), exact(physicalCores, physicalCores)];
  return [guideLine(`${physicalCores} physical cores`, ends, 'knee')];
}

/** Of the line's own law, whose throughputs are turned into speedups; nothing where no law is named. */
function lawLines(fits: readonly ReportFit[], { cases }: Line): ChartLine[] {
  const fit = fits.find(
    ({ over }) => over.caseIds.includes(cases[0]!.id) && over.caseIds.includes(cases.at(-1)!.id),
  );
  if (fit === undefined || fit.law === null) return [];
  const bySerial = geometricMean(cases.map(({ speedup, throughput }) => speedup!.value / throughput!.value));
  const within = fit.band.filter(({ extrapolated }) => !extrapolated);
  const line = (of: (one: (typeof within)[number]) => number): ChartPoint[] =>
    within.map((one) => exact(one.workers, of(one) * bySerial));
  return [
    lawLine(
      fit.law,
      'measured',
      line(({ throughput }) => throughput),
    ),
    area('its 95 % interval', [...line(({ high }) => high), ...line(({ low }) => low).reverse()]),
  ];
}

function captionOf(subject: Measured, own: Line): string {
  const one = own.cases.find(({ workers }) => workers === 1);
  const from = one && one !== subject ? `${nameWorkers(one)} ${formatRatio(one.speedup!.value)}, ` : '';
  const most = formatRatio(Math.min(subject.workers, subject.cores));
  const name = `${nameWorkers(subject)} ${formatRatioInterval(subject.speedup)}`;
  return `${from}${name}; ideal would be ${most}.`;
}
