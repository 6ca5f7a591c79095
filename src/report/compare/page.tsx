import type { ComparedWork, ComparisonDocument } from '../../market/compare/index.js';
import { formatInterval, formatPercent, formatRatio } from '../../stats/index.js';
import type { Chart } from '../charts/index.js';
import { MISSING } from '../column.js';
import { renderDocument } from '../html/document.js';
import { Figure } from '../html/figure.js';
import { Doubts, Findings } from '../html/findings.js';
import { Guide } from '../html/guide.js';
import { RowTable } from '../html/row-table.js';
import { filled } from '../row-column.js';
import { frontChart } from './front-chart.js';
import { groupColumns } from './group-columns.js';
import { recordText, titleOf } from './run-facts.js';
import { tableOf } from './tables.js';
import { throughputChart } from './throughput-chart.js';

interface Charted {
  work: ComparedWork;
  charts: Chart[];
}

function Answer({ work }: { work: ComparedWork }) {
  const first = work.comparisons.find(({ isAnswer }) => isAnswer);
  return (
    <div class="answer">
      <div class="figure">
        {first === undefined ? '–' : formatRatio(first.ratio.value)}
        {first === undefined ? null : (
          <span class="range">
            {first.of} ÷ {first.to}
            <br />
            95 % interval {formatInterval(first.ratio)}
          </span>
        )}
      </div>
      <div>
        <p class="headline">{work.headline}</p>
        <p class="why">{work.why}</p>
      </div>
    </div>
  );
}

function Margin({ document: { regression, works } }: { document: ComparisonDocument }) {
  if (regression === undefined) return null;
  const margin = formatPercent(regression.margin);
  const slower = works.filter(({ comparisons }) => comparisons.some(({ isRegression }) => isRegression));
  return regression.isFound ? (
    <p>
      <span class="severity error">Regression</span> Surely more than {margin} slower:{' '}
      {slower.map(({ title }) => title).join(', ')}.
    </p>
  ) : (
    <p class="muted">No regression: nothing is certain to be more than {margin} slower.</p>
  );
}

function Chapter({
  charted: { work, charts },
  document,
}: {
  charted: Charted;
  document: ComparisonDocument;
}) {
  const { columns, rows } = tableOf(work, document);
  const params = Object.entries(work.params).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`,
  );
  return (
    <section>
      <h2>{work.title}</h2>
      {params.length === 0 ? null : <p class="muted">Parameters: {params.join(', ')}.</p>}
      <div class="charts">
        {charts.map((chart) => (
          <Figure chart={chart} title={work.title} />
        ))}
      </div>
      <RowTable
        columns={columns}
        rows={rows}
        label={`${document.kind === 'machines' ? 'Machines' : 'Settings'} compared by ${work.title}`}
        rowClass={(row) => (row === 0 ? 'best' : undefined)}
      />
    </section>
  );
}

function Groups({ document: { kind, groups, attribution } }: { document: ComparisonDocument }) {
  const title = kind === 'machines' ? 'Machines' : 'Sides';
  return (
    <section>
      <h2>{title}</h2>
      <RowTable columns={filled(groupColumns, groups, MISSING)} rows={groups} label={title} />
      {attribution.map((text) => (
        <p class="muted">Data of the catalog: {text}</p>
      ))}
    </section>
  );
}

function Records({ document: { records } }: { document: ComparisonDocument }) {
  return (
    <section>
      <h2>Records</h2>
      <dl class="words">
        {records.flatMap((record) => [
          <dt>{record.name}</dt>,
          <dd>
            {record.group}: {recordText(record)}
          </dd>,
        ])}
      </dl>
    </section>
  );
}

const guide = [
  [
    'Throughput',
    'Tasks finished in a second at a setting. Several records of one machine or side are one figure: the exponential of the mean of their logarithms, with a t interval over what they differ by. Of a single record the interval holds what two runs are assumed to differ by.',
  ],
  [
    'Faster, slower',
    'A t test on the logarithms rejects that both are equal, corrected for the number of comparisons. Records made in turns are compared pair by pair, others by their means (Welch).',
  ],
  ['Same', 'The 90 % interval of the ratio lies within ±3 %.'],
  ['Cannot tell yet', 'Neither of the two: more records of each would tell.'],
  ['Front', 'Cost and time of a million tasks: no other machine with a price is both sooner and cheaper.'],
] as const;

function Page({ document, charted }: { document: ComparisonDocument; charted: Charted[] }) {
  const findings = document.findings.map((finding) => ({ ...finding, cases: [] }));
  return (
    <>
      <section class="answers" aria-label="Answers">
        {document.works.map((work) => (
          <Answer work={work} />
        ))}
      </section>
      <Margin document={document} />
      <Doubts findings={findings} answered={document.works.length > 0} />
      {charted.map((each) => (
        <Chapter charted={each} document={document} />
      ))}
      <Groups document={document} />
      <Findings findings={findings} />
      <Guide words={guide} />
      <Records document={document} />
    </>
  );
}

/** The comparison as one page, the answer first. */
export function html(document: ComparisonDocument): string {
  const charted = document.works.map((work, index) => ({ work, charts: chartsOf(work, document, index) }));
  const frame = {
    title: titleOf(document),
    facts: [],
    charts: charted.flatMap(({ charts }) => charts),
    version: document.version,
  };
  return renderDocument(frame, <Page document={document} charted={charted} />);
}

function chartsOf(work: ComparedWork, document: ComparisonDocument, index: number): Chart[] {
  const id = `work-${index + 1}`;
  return [throughputChart(work, document, id), frontChart(work, document, id)].filter(
    (chart) => chart !== undefined,
  );
}
