import type { Section } from '../sections.js';
import type { Chart } from './chart.js';
import { chunksizeChart } from './chunksize.js';
import { lossChart } from './loss.js';
import { scalingChart } from './scaling.js';
import { speedupChart } from './speedup.js';

export type { Chart, ChartConfig, ChartLine, ChartPoint } from './chart.js';
export { chartsUnavailable, renderPng } from './png.js';

const kinds = [speedupChart, scalingChart, lossChart, chunksizeChart] as const;

/** The charts that a section has data for. To add one: one file, and its name in the list above. */
export function chartsOf(section: Section): Chart[] {
  return kinds.flatMap((kind) => kind(section) ?? []);
}
