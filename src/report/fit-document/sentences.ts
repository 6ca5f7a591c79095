import { formatRate } from '../../stats/index.js';
import { nameLaw } from '../fits/index.js';
import type { FitDocument, FittedCurve } from './schema.js';

/** `sort: the Universal Scalability Law (usl)`. */
export function headlineOf(curve: FittedCurve): string {
  return `${curve.name}: ${nameLaw(curve)}`;
}

/** Where the law is highest; undefined where it has no such place. */
export function peakSentence({ peak, unit }: FittedCurve): string | undefined {
  if (peak === undefined) return undefined;
  const range = `${formatRate(peak.low)} to ${formatRate(peak.high)}`;
  return `Peak of the law: ${formatRate(peak.throughput)} ${unit} (${range}) at ${Number(peak.workers.toFixed(1))} workers; more do less.`;
}

/** `strobealign.csv, read as csv`. */
export function sourceOf({ file, format }: FitDocument): string {
  return `${file}, read as ${format}`;
}
