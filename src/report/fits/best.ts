import { counted, formatRate } from '../../stats/index.js';
import type { DescribedFit } from './schema.js';

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
