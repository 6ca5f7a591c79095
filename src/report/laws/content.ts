import { laws } from '../../insight/scaling/index.js';
import type { Chart } from '../charts/chart.js';
import type { Block } from '../document/document.js';
import { tableOf, written } from '../document/table.js';
import { fitColumns } from './columns.js';
import type { DescribedFit } from './schema.js';
import { lawSentence } from './sentences.js';
import { assumptionsOf } from './words.js';

/** The law with its formula, and what it rests on beside the points. */
export function lawBlock(fit: DescribedFit): Block {
  const formula = Object.values(laws).find(({ name }) => name === fit.law)?.formula;
  const assumptions = fit.law === null ? [] : assumptionsOf(fit);
  return {
    ...written,
    kind: 'text',
    text: [
      lawSentence(fit),
      ...(formula === undefined ? [] : [' ', { code: formula }]),
      ...(assumptions.length === 0 ? [] : [{ muted: ` Assumed: ${assumptions.join(', ')}.` }]),
    ],
  };
}

/** The chart with its table of predictions. */
export function predictionsBlock(fit: DescribedFit, chart: Chart, subject: string): Block {
  const look = ({ extrapolated }: DescribedFit['predictions'][number]) =>
    extrapolated ? 'predicted' : undefined;
  return {
    ...written,
    kind: 'charts',
    charts: [chart],
    subject,
    beside: tableOf(`Predictions for ${subject}`, fitColumns(fit), fit.predictions, look),
  };
}
