import type { Section } from '../sections.js';
import type { Chart } from './chart.js';
import { chunksizeChart } from './chunksize.js';
import { fitChart } from './fit.js';
import { lossChart } from './loss.js';
import { scalingChart } from './scaling.js';
import { speedupChart } from './speedup.js';

export type { Chart, ChartConfig, ChartLine, ChartPoint } from './chart.js';
export { fitChart } from './fit.js';
export { chartsUnavailable, renderPng } from './png.js';

const kinds = [speedupChart, scalingChart, lossChart, chunksizeChart] as const;

/** The chart of a section's first fit; its others are told in words. None where nothing was fitted. */
export function fitChartsOf({ id, title, fits }: Section): Chart[] {
  const heading = `${title}: what more workers would give`;
  return fits.slice(0, 1).map((fit) => fitChart(fit, { id: `${id}-fit`, heading }));
}

/** The charts that a section has data for. To add one: one file, and its name in the list above. */
export function chartsOf(section: Section): Chart[] {
  return kinds.flatMap((kind) => kind(section) ?? []);
}
