import { curvesOf, nameCores, nameSetting } from '../../../insight/analysis/index.js';
import { isPool } from '../../../measure/cases/index.js';
import { formatRatio, formatRatioInterval } from '../../../stats/index.js';
import type { Chart } from '../../charts/chart.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import type { Interval } from '../report/schema.js';
import { answerPoint, kneeLines, lawLines, ownLine } from './answer-lines.js';
import { type CeilingOf, overWorkers } from './over-workers.js';

const times = ({ value, low, high }: Interval, factor: number): Interval => ({
  value: value * factor,
  low: low * factor,
  high: high * factor,
});

/** The ceiling is a multiple of one worker (imapUnordered, chunksize 1); here everything is a multiple of serial. */
export const againstSerial =
  (cases: readonly ReportCase[]): CeilingOf =>
  (engine, cores, ceiling) => {
    const one = cases.find(
      (c) =>
        c.engine === engine &&
        c.cores === cores &&
        c.quota === undefined &&
        c.workers === 1 &&
        c.dispatch === 'imapUnordered' &&
        c.chunksize === 1 &&
        !c.cold,
    );
    return one?.speedup ? times(ceiling, one.speedup.value) : null;
  };

function captionOf({ cases }: Chapter): string {
  const ranked = cases.filter((c) => isPool(c.engine) && !c.cold && c.status === 'ok' && c.speedup !== null);
  const best = ranked.reduce((a, b) => (b.speedup!.value > a.speedup!.value ? b : a));
  const most = formatRatio(Math.min(best.workers, best.cores));
  return `Highest measured: ${formatRatioInterval(best.speedup!)}, ${nameSetting(best)}; ideal on ${nameCores(best.cores)} would be ${most}.`;
}

/** Speedup against serial over workers, with the answer marked and the law of its line. */
export function speedupChart(chapter: Chapter): Chart | undefined {
  const heading = 'speedup over workers';
  const config = overWorkers(
    chapter,
    heading,
    'speedup (times serial)',
    (c) => c.speedup,
    againstSerial(chapter.cases),
  );
  if (config === undefined) return undefined;
  const own = ownLine(
    chapter,
    curvesOf(chapter.cases, (c) => c),
  );
  const beside = own === undefined ? [] : [...lawLines(chapter, own), ...kneeLines(chapter.fits, own)];
  const datasets = [...answerPoint(chapter), ...config.data.datasets, ...beside];
  return {
    id: `${chapter.id}-speedup`,
    title: 'Speedup over workers',
    caption: captionOf(chapter),
    config: { ...config, data: { ...config.data, datasets } },
  };
}
