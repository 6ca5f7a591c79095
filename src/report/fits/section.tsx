import type { ComponentChildren } from 'preact';
import { laws } from '../../insight/scaling/index.js';
import type { Chart } from '../charts/chart.js';
import { Figure } from '../html/figure.js';
import { RowTable } from '../html/row-table.js';
import { bestSentence } from './best.js';
import { fitColumns } from './rows.js';
import type { DescribedFit } from './schema.js';
import { lawSentence } from './sentences.js';
import { assumptionsOf } from './words.js';

function Law({ fit }: { fit: DescribedFit }) {
  if (fit.law === null) return null;
  const formula = Object.values(laws).find(({ name }) => name === fit.law)?.formula;
  const assumptions = assumptionsOf(fit);
  return (
    <p>
      {lawSentence(fit)}
      {formula === undefined ? null : (
        <>
          {' '}
          <code>{formula}</code>
        </>
      )}
      {assumptions.length === 0 ? null : <small class="muted"> Assumed: {assumptions.join(', ')}.</small>}
    </p>
  );
}

/** A fit on the page: what did best, the law, what makes it doubtful (and `children`), its chart, and its predictions. */
export function FitSection({
  fit,
  chart,
  title,
  children,
}: {
  fit: DescribedFit;
  chart: Chart;
  title: string;
  children?: ComponentChildren;
}) {
  const best = bestSentence(fit);
  return (
    <>
      {best === undefined ? null : <p>{best}</p>}
      <Law fit={fit} />
      {fit.warnings.map((warning) => (
        <p>{warning}</p>
      ))}
      {children}
      <div class="fit">
        <Figure chart={chart} title={title} />
        <RowTable
          columns={fitColumns(fit)}
          rows={fit.predictions}
          label={`Predictions for ${title}`}
          rowClass={({ extrapolated }) => (extrapolated ? 'predicted' : undefined)}
        />
      </div>
    </>
  );
}
