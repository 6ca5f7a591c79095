import { formatMs, formatPercent } from '../../stats/index.js';
import { type Column, MISSING } from '../column.js';
import type { ReportCase } from '../schema.js';

/** Prediction beside measurement. */
export const simulated: Column = {
  label: 'simulated',
  meaning:
    'Wall time that the pool simulator gives from all other cases, without this one’s own times, and how far that is from what was measured',
  align: 'right',
  shows: ['markdown', 'html', 'csv'],
  optional: true,
  cell: (c) => {
    if (c.predictedWallMs === undefined) return { text: MISSING };
    const deviation = deviationOf(c);
    const text = formatMs(c.predictedWallMs.value);
    return deviation === null ? { text } : { text, detail: signed(deviation) };
  },
  data: (c) => ({ predictedWallMs: c.predictedWallMs?.value ?? null, predictedDeviation: deviationOf(c) }),
};

/** Of the measured median. */
function deviationOf({ predictedWallMs, wallMs }: ReportCase): number | null {
  return predictedWallMs && wallMs ? predictedWallMs.value / wallMs.median - 1 : null;
}

/** `+3 %`, `−2.5 %`, `0 %`. */
function signed(deviation: number): string {
  const size = formatPercent(Math.abs(deviation));
  if (size === formatPercent(0)) return size;
  return `${deviation < 0 ? '−' : '+'}${size}`;
}
