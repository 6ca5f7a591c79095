import { counted, formatRate, inWords } from '../../stats/index.js';
import type { DescribedFit, FitPrediction } from './schema.js';
import { countsOf, markOf, nameLaw, parametersOf, timesOne } from './words.js';

/** `Law: a straight line (linear), from 1, 2 and 4 workers.`; `No law: two worker counts (1 and 2) are too few.` */
export function lawSentence(fit: DescribedFit): string {
  if (fit.law === null) {
    const { length } = fit.points;
    const counts = length === 1 ? 'one worker count' : `${inWords(length)} worker counts`;
    return `No law: ${counts} (${countsOf(fit)}) ${length === 1 ? 'is' : 'are'} too few.`;
  }
  const told = parametersOf(fit);
  const parameters = told.length === 0 ? '' : `: ${told.join(', ')}`;
  return `Law: ${nameLaw(fit)}, from ${countsOf(fit)} workers${parameters}.`;
}

/**
 * What counts beyond the measured ones would give, and how far to trust it: `With a CPU each, 4 workers would
 * give 2.62× to 4.00× the throughput of one (assumed).` Undefined where nothing beyond was asked for.
 */
export function outlookSentence(fit: DescribedFit): string | undefined {
  const beyond = fit.predictions.filter(({ extrapolated }) => extrapolated);
  if (beyond.length === 0) return undefined;
  const marks = new Set(beyond.map(markOf));
  const parts = beyond.map((prediction, index) => {
    const workers = index === 0 ? counted(prediction.workers, 'worker') : String(prediction.workers);
    const verb = index === 0 ? ' would give' : ':';
    const mark = marks.size > 1 ? `, ${markOf(prediction)}` : '';
    return `${workers}${verb} ${rangeOf(prediction, fit)}${index === 0 ? ' the throughput of one' : ''}${mark}`;
  });
  const [mark] = marks;
  return `With a CPU each, ${parts.join('; ')}${marks.size > 1 ? '' : ` (${mark})`}.`;
}

/**
 * A fall that was measured, law and nearest prediction in one: `No law: two worker counts (1 and 2) are too few; 4 workers with
 * a CPU each would give 3.40× to 3.80× the throughput of one (assumed).`
 */
export function briefSentence(fit: DescribedFit): string {
  const fall = fallSentence(fit);
  const law = `${fall === undefined ? '' : `${fall} `}${lawSentence(fit).replace(/\.$/, '')}`;
  const nearest = fit.predictions.find(({ extrapolated }) => extrapolated);
  if (nearest === undefined) return `${law}.`;
  const workers = counted(nearest.workers, 'worker');
  return `${law}; ${workers} with a CPU each would give ${rangeOf(nearest, fit)} the throughput of one (${markOf(nearest)}).`;
}

/** `58.2× (54.1× to 62.3×)`; only the range where nothing in it is likelier than the rest. */
function rangeOf({ throughput, low, high, assumed }: FitPrediction, fit: DescribedFit): string {
  const times = (value: number) => timesOne(value, fit);
  if (low === high) return times(throughput);
  const range = `${times(low)} to ${times(high)}`;
  return assumed ? range : `${times(throughput)} (${range})`;
}

type Measured = Pick<DescribedFit, 'best' | 'points'>;

/**
 * The measured count that did best, a fall first: `12 workers are best: 16 are 0.87× as fast.` Undefined where one count
 * was measured.
 */
export function bestSentence(fit: Measured): string | undefined {
  const { best, points } = fit;
  if (best === undefined || points.length < 2) return undefined;
  const fall = fallSentence(fit);
  if (fall !== undefined) return fall;
  const last = points.at(-1)!;
  const subject = subjectOf(best.workers);
  if (last.workers !== best.workers) {
    const times = timesOf(last.throughput / best.throughput);
    return `${subject} best, though ${last.workers} do as much within the scatter of the points (${times}).`;
  }
  return doesFall(points)
    ? `${subject} best; the falls before that are within the scatter of the points.`
    : `The largest count measured, ${counted(best.workers, 'worker')}, is the best.`;
}

function doesFall(points: DescribedFit['points']): boolean {
  return points.some(({ throughput }, i) => throughput < (points[i - 1]?.throughput ?? 0));
}

/** The same only where measured throughput falls by more than the points scatter. */
export function fallSentence({ best }: Pick<DescribedFit, 'best'>): string | undefined {
  if (best?.fall === undefined) return undefined;
  const { from, workers, times } = best.fall;
  const least = `${workers} are ${timesOf(times)} as fast`;
  if (from === best.workers) return `${subjectOf(best.workers)} best: ${least}.`;
  return `${subjectOf(best.workers)} best, but throughput falls on the way there: ${least} as ${from === 1 ? 'one' : from}.`;
}

/** `0.58×`; one digit more where two would say 1.00. */
function timesOf(ratio: number): string {
  return `${ratio > 0.99 ? ratio.toFixed(3) : ratio >= 0.1 ? ratio.toFixed(2) : formatRate(ratio)}×`;
}

/** `12 workers are`, `One worker is`. */
function subjectOf(workers: number): string {
  return workers === 1 ? 'One worker is' : `${counted(workers, 'worker')} are`;
}
