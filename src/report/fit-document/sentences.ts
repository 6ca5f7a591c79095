import { formatRate } from '../../stats/index.js';
import { nameLaw } from '../fits/index.js';
import type { FitDocument, FittedCurve } from './schema.js';

/** `sort: the Universal Scalability Law (usl)`. */
export function headlineOf(curve: FittedCurve): string {
  return `${curve.name}: ${nameLaw(curve)}`;
}

/** Where throughput is highest, or why no such place is named. */
export function peakSentence({ peak, law, unit }: FittedCurve): string | undefined {
  if (law === null) return undefined;
  if (peak === undefined) return 'No peak: nothing measured says that throughput falls.';
  const range = `${formatRate(peak.low)} to ${formatRate(peak.high)}`;
  return `Peak: ${formatRate(peak.throughput)} ${unit} (${range}) at ${Number(peak.workers.toFixed(1))} workers; more do less.`;
}

/** `strobealign.csv, read as csv`. */
export function sourceOf({ file, format }: FitDocument): string {
  return `${file}, read as ${format}`;
}
