import { geometricMean } from '../../../stats/index.js';
import type { ChartLine, ChartPoint } from '../../charts/chart.js';
import { area, guideLine, lawLine, markedPoint } from '../../charts/style.js';
import type { ReportFit } from '../../laws/schema.js';
import { subjectOf, verdictOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import type { Line } from './curve-labels.js';
import { exact } from './over-workers.js';

/** Of several lines of speedups the one that the answer lies on; undefined where it is on none of several counts. */
export function ownLine(chapter: Chapter, all: readonly Line[]): Line | undefined {
  const subject = subjectOf(chapter)?.id;
  return all.find(({ cases }) => cases.length > 1 && cases.some(({ id }) => id === subject));
}

/** The answer as a ring; nothing where there is none. */
export function answerPoint(chapter: Chapter): ChartLine[] {
  const { recommendation } = chapter;
  const subject = subjectOf(chapter);
  if (recommendation === undefined || !subject?.speedup) return [];
  const isRecommended = verdictOf(recommendation) !== 'undecided' && recommendation.caseId === subject.id;
  const label = isRecommended ? 'recommended' : 'best so far';
  return [markedPoint(label, exact(subject.workers, subject.speedup.value))];
}

/** The law of a line, whose throughputs are turned into speedups, with its band; nothing where no law is named. */
export function lawLines({ fits }: Chapter, { cases }: Line): ChartLine[] {
  const [first, last] = [cases[0]!.id, cases.at(-1)!.id];
  const fit = fits.find(({ over }) => over.caseIds.includes(first) && over.caseIds.includes(last));
  if (fit === undefined || fit.law === null) return [];
  const told = cases.filter(({ speedup, throughput }) => speedup !== null && throughput !== null);
  const bySerial = geometricMean(told.map(({ speedup, throughput }) => speedup!.value / throughput!.value));
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

/** Where workers begin to share cores, if some of those that were measured do. */
export function kneeLines(fits: readonly ReportFit[], { cores, cases }: Line): ChartLine[] {
  const physical = fits[0]?.machine.physicalCores;
  const most = Math.min(cores, cases.at(-1)!.workers);
  if (physical === undefined || physical >= most) return [];
  return [guideLine(`${physical} physical cores`, [exact(physical, 0), exact(physical, physical)], 'knee')];
}
