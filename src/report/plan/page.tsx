import type { Chart } from '../charts/index.js';
import { renderDocument } from '../html/document.js';
import { Figure } from '../html/figure.js';
import { Doubts, Findings } from '../html/findings.js';
import { Guide } from '../html/guide.js';
import { Reproduce } from '../html/reproduce.js';
import { RowTable } from '../html/row-table.js';
import { plain } from '../plain.js';
import { planColumns } from './columns.js';
import { costTimeChart } from './cost-time-chart.js';
import { isArbitrary } from './decision.js';
import { latencyChart } from './latency-chart.js';
import type { PlanDocument } from './schema.js';
import { autoscaledSentence, latencySentence, measuredSentence } from './sentences.js';
import { demandText, formatCost, formatCostRange, pricesText } from './words.js';

type Part = { document: PlanDocument };

function Decision({ document: { choices, currency, decision, why } }: Part) {
  const [first] = choices;
  const isUndecided = first === undefined || isArbitrary(first);
  return (
    <section class="answers" aria-label="Decision">
      <div class="answer">
        <div class="figure">
          {isUndecided ? '–' : formatCost(first.costPerHour.value, currency)}
          {isUndecided ? null : (
            <span class="range">
              an hour
              <br />
              {formatCostRange(first.costPerHour, currency)}
            </span>
          )}
        </div>
        <div>
          <p class="headline">{decision}</p>
          {why.slice(0, 1).map((reason) => (
            <p class="why">{reason}</p>
          ))}
        </div>
      </div>
    </section>
  );
}

/** Of so many types, the rest differ by price alone. */
const MOST_ROWS = 25;

function Choices({ document }: Part) {
  const { choices, leftOut } = document;
  if (choices.length === 0) return null;
  const more = choices.length - MOST_ROWS;
  return (
    <section>
      <h2>Choices by expected cost</h2>
      <RowTable
        columns={planColumns(document)}
        rows={choices.slice(0, MOST_ROWS)}
        label="Choices by expected cost"
        rowClass={({ rank }) => (rank === 1 ? 'best' : undefined)}
      />
      <p class="muted">
        {[...(more > 0 ? [`${more} dearer types stand in plan.json.`] : []), ...leftOut].join(' ')}
      </p>
    </section>
  );
}

function Charts({ charts, title }: { charts: readonly Chart[]; title: string }) {
  if (charts.length === 0) return null;
  return (
    <div class="charts">
      {charts.map((chart) => (
        <Figure chart={chart} title={title} />
      ))}
    </div>
  );
}

function Sensitivity({ document }: Part) {
  const sentences = [
    ...document.why,
    measuredSentence(document),
    latencySentence(document),
    autoscaledSentence(document),
  ].filter((sentence) => sentence !== '');
  if (sentences.length === 0) return null;
  return (
    <section>
      <h2>What would change the answer</h2>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </section>
  );
}

function Assumptions({ document: { assumptions, catalog } }: Part) {
  return (
    <section>
      <h2>What it rests on</h2>
      <section class="table" aria-label="Assumptions">
        <table>
          <thead>
            <tr>
              {['what', 'value', 'known', 'from'].map((label) => (
                <th scope="col">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {assumptions.map(({ what, value, provenance, source }) => (
              <tr>
                {[what, value, provenance, source].map((text) => (
                  <td class="text" data-sort={text}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {catalog.attribution.map((text) => (
        <p class="muted">Prices and cores: {text}</p>
      ))}
    </section>
  );
}

const guide = [
  ['Measured here', 'Read from the record of this very machine.'],
  [
    'Measured on the same type',
    'Measured on a machine of the type that would be bought, at this very count.',
  ],
  ['Same CPU family', 'Measured on another type with the same CPU.'],
  [
    'Extrapolated',
    'By the law fitted to what was measured; how fast the cores are is a range from public data.',
  ],
  ['Assumed', 'From public data on other software and machines.'],
  [
    'Range',
    'What the figure would be if the cores, and the throughput of more of them, were at either end of what is known (95 %).',
  ],
  [
    'Expected cost',
    'With cores as fast as the measured ones, and as many instances as that takes. It decides the place in the table; the range decides the words.',
  ],
] as const;

function Page({ document, charts }: { document: PlanDocument; charts: readonly Chart[] }) {
  const findings = document.findings.map((finding) => ({ ...finding, cases: [] }));
  return (
    <>
      <Decision document={document} />
      <Doubts findings={findings} answered={document.choices.length > 0} />
      <Choices document={document} />
      <Charts charts={charts} title={plain(document.scenario)} />
      <Sensitivity document={document} />
      <Assumptions document={document} />
      <Findings findings={findings} />
      <Guide words={guide} />
      <Reproduce command={document.command} />
    </>
  );
}

/** The plan as one page, the decision first. */
export function html(document: PlanDocument): string {
  const charts = [costTimeChart(document), latencyChart(document)].filter((chart) => chart !== undefined);
  const prices = pricesText(document.choices.map(({ priceAsOf }) => priceAsOf));
  const frame = {
    title: `plan for ${document.scenario}`,
    facts: [demandText(document.demand), ...(prices === undefined ? [] : [prices])],
    charts,
    version: document.version,
  };
  return renderDocument(frame, <Page document={document} charts={charts} />);
}
