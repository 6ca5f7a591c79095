import { nameSetting } from '../../../insight/analysis/index.js';
import { isPool } from '../../../measure/cases/index.js';
import { formatPercent, formatRatio } from '../../../stats/index.js';
import type { Chart } from '../../charts/chart.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import { overWorkers } from './over-workers.js';

const ceilingPart = ({ ceiling, scaling }: ReportCase): string =>
  ceiling === null
    ? 'no ceiling was measured there'
    : `${formatPercent(scaling!.value / ceiling.value)} of the ${formatRatio(ceiling.value)} that isolated workers give together`;

function captionOf({ cases }: Chapter): string {
  const ranked = cases.filter((c) => isPool(c.engine) && !c.cold && c.status === 'ok' && c.scaling !== null);
  const best = ranked.reduce((a, b) => (b.scaling!.value > a.scaling!.value ? b : a));
  return `Highest against one worker of the same engine: ${formatRatio(best.scaling!.value)}, ${nameSetting(best)}; ${ceilingPart(best)}.`;
}

/** Scaling against one worker over workers, with the machine's ceiling. */
export function scalingChart(chapter: Chapter): Chart | undefined {
  const heading = 'scaling over workers';
  const config = overWorkers(
    chapter,
    heading,
    'scaling (times one worker)',
    (c) => c.scaling,
    (_engine, _cores, ceiling) => ceiling,
  );
  if (config === undefined) return undefined;
  return { id: `${chapter.id}-scaling`, title: 'Scaling over workers', caption: captionOf(chapter), config };
}
