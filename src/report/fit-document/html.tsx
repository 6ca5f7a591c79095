import { counted, formatCores } from '../../stats/index.js';
import type { Chart } from '../charts/index.js';
import type { Fact } from '../facts.js';
import { bestSentence, FitSection, outlookSentence, timesOneWorker } from '../fits/index.js';
import { renderDocument } from '../html/document.js';
import { Facts } from '../html/facts.js';
import { Reproduce } from '../html/reproduce.js';
import { RowTable } from '../html/row-table.js';
import { chartsIn } from './charts.js';
import { parameterColumns, parameterRows } from './parameters.js';
import type { FitDocument, FittedCurve } from './schema.js';
import { headlineOf, peakSentence } from './sentences.js';

/** The document as one page. */
export function html(document: FitDocument): string {
  const charts = chartsIn(document);
  const frame = {
    title: document.file,
    facts: [`read as ${document.format}`],
    charts,
    version: document.versions.corewise ?? '',
  };
  return renderDocument(
    frame,
    <>
      <section class="answers" aria-label="Answers">
        {document.curves.map((curve) => (
          <Answer curve={curve} />
        ))}
      </section>
      {document.curves.map((curve, i) => (
        <CurveChapter curve={curve} chart={charts[i]!} />
      ))}
      <Reproduce command={document.command} />
    </>,
  );
}

/** What the reader came for: what the nearest count that was asked for would give. */
function Answer({ curve }: { curve: FittedCurve }) {
  const { predictions } = curve;
  const told = predictions.find(({ extrapolated }) => extrapolated) ?? predictions.at(-1)!;
  const { text, detail } = timesOneWorker(told, curve);
  return (
    <div class="answer">
      <div class="figure">
        {told.assumed ? `≈ ${text}` : text}
        <span class="range">
          one worker, with {counted(told.workers, 'worker')}
          <br />
          {detail === undefined ? '' : `${told.assumed ? 'assumed range' : '95 % interval'} ${detail}`}
        </span>
      </div>
      <div>
        <p class="headline">{headlineOf(curve)}</p>
        <p class="why">{bestSentence(curve)}</p>
        <p class="why">{outlookSentence(curve)}</p>
        <p class="why">{peakSentence(curve)}</p>
      </div>
    </div>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  return (
    <ul class="doubts">
      {warnings.map((warning) => (
        <li>
          <span class="severity warning">warning</span> {warning}
        </li>
      ))}
    </ul>
  );
}

function CurveChapter({ curve, chart }: { curve: FittedCurve; chart: Chart }) {
  const rows = parameterRows(curve);
  return (
    <section>
      <h2>{curve.name}</h2>
      <p class="muted">{curve.basis}</p>
      <Warnings warnings={curve.warnings} />
      <FitSection fit={{ ...curve, warnings: [] }} chart={chart} title={curve.name} />
      {rows.length === 0 ? null : (
        <RowTable columns={parameterColumns} rows={rows} label={`Parameters of ${curve.name}`} />
      )}
      <Facts facts={machineFacts(curve)} />
    </section>
  );
}

/** What the fit was told of the machine. */
function machineFacts({ machine }: FittedCurve): Fact[] {
  const { physicalCores, logicalCores, quotaCpus } = machine;
  const told = (name: string, value: number | undefined) => ({
    name,
    value: value === undefined ? 'not told' : formatCores(value),
  });
  return [
    told('Physical cores', physicalCores),
    told('Logical CPUs', logicalCores),
    ...(quotaCpus === undefined ? [] : [told('Quota, CPUs', quotaCpus)]),
  ];
}
