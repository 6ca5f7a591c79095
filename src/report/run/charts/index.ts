import type { Chart } from '../../charts/chart.js';
import { fitChart } from '../../charts/fit.js';
import type { Chapter } from '../chapters.js';
import { chunksizeChart } from './chunksize.js';
import { lossChart } from './loss.js';
import { memoryChart } from './memory.js';
import { passesChart } from './passes.js';
import { scalingChart } from './scaling.js';
import { speedupChart } from './speedup.js';
import { taskTimesChart } from './task-times.js';
import { timelineChart } from './timeline.js';

const kinds = [
  speedupChart,
  scalingChart,
  lossChart,
  chunksizeChart,
  timelineChart,
  memoryChart,
  passesChart,
  taskTimesChart,
] as const;

/** The chart of a chapter's first fit; its others are told in words. Undefined where nothing was fitted. */
export function fitChartOf({ id, title, fits: [main] }: Chapter): Chart | undefined {
  const heading = `${title}: what more workers would give`;
  return main && fitChart(main, { id: `${id}-fit`, heading });
}

/** The charts that a chapter has data for. To add one: one file, and its name in the list above. */
export function chartsOf(chapter: Chapter): Chart[] {
  return kinds.flatMap((kind) => kind(chapter) ?? []);
}
