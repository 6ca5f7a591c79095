import { gravestFirst } from '../../insight/findings/index.js';
import { counted } from '../../stats/index.js';
import {
  type Answer,
  type Block,
  type Document,
  guide,
  reproduce,
  type Section,
} from '../document/document.js';
import {
  type Column,
  inTerminal,
  MISSING,
  plain,
  type RowLook,
  tableOf,
  written,
} from '../document/table.js';
import { costTimeChart, latencyChart } from './charts.js';
import type { PlanChoice } from './choice-schema.js';
import { planColumns } from './columns.js';
import { isArbitrary } from './decision.js';
import { measureNext } from './measure-next.js';
import type { PlanDocument } from './schema.js';
import {
  autoscaledSentence,
  costSentence,
  demandText,
  formatCost,
  formatCostRange,
  latencySentence,
  measuredSentence,
  pricesText,
} from './words.js';

/** What a plan says: what to buy, what else there is, what would change it, and what it rests on. */
export function planContent(document: PlanDocument): Document {
  const { scenario, demand, choices, findings, command, version } = document;
  const prices = pricesText(choices.map(({ priceAsOf }) => priceAsOf));
  return {
    title: `plan for ${scenario}`,
    facts: [demandText(demand), ...(prices === undefined ? [] : [prices])],
    sections: [
      choicesOf(document),
      ...measureNext(document),
      ...whatWouldChange(document),
      restsOn(document),
    ],
    findings: gravestFirst(findings),
    appendix: [guide(words), reproduce(command)],
    version,
  };
}

function choicesOf(document: PlanDocument): Section {
  const { choices } = document;
  const charts = [costTimeChart(document), latencyChart(document)].filter((chart) => chart !== undefined);
  return {
    ...(choices.length === 0 ? { label: 'Choices' } : { title: 'Choices by expected cost' }),
    answer: answerOf(document),
    blocks: [
      ...cheapest(document, 25, written, (more) => `${counted(more, 'more expensive type')} in plan.json.`),
      ...cheapest(document, 10, inTerminal, (more) => `${counted(more, 'more expensive type')} not shown.`),
      { kind: 'charts', charts, subject: plain(document.scenario) },
    ],
  };
}

/** Of so many types, the rest differ by price alone. */
function cheapest(
  document: PlanDocument,
  most: number,
  shown: typeof written | typeof inTerminal,
  sayMore: (more: number) => string,
): Block[] {
  const { choices, leftOut } = document;
  const look = ({ rank }: PlanChoice): RowLook | undefined => (rank === 1 ? 'best' : undefined);
  const more = choices.length - most;
  const rest = [...(more > 0 ? [sayMore(more)] : []), ...leftOut];
  return [
    {
      ...shown,
      kind: 'table',
      table: tableOf('Choices by expected cost', planColumns(document), choices.slice(0, most), look),
    },
    ...(rest.length === 0 ? [] : [{ ...shown, ...muted(rest.join(' ')) }]),
  ];
}

const muted = (text: string): Block => ({ kind: 'text', text, look: 'muted' });

function answerOf(document: PlanDocument): Answer {
  const { choices, currency, decision } = document;
  const [first] = choices;
  const isOpen = first === undefined || isArbitrary(first);
  const [certainty, ...others] = reasonsOf(document);
  return {
    figure: isOpen ? MISSING : formatCost(first.costPerHour.value, currency),
    figureOf: isOpen ? [] : ['an hour', formatCostRange(first.costPerHour, currency)],
    headline: decision,
    reasons: [
      ...(certainty === undefined ? [] : [{ text: certainty }]),
      ...[costSentence(document), ...others]
        .filter((text) => text !== '')
        .map((text) => ({ text, ...inTerminal })),
    ],
    isOpen,
  };
}

/** How sure the decision is, what would change it, and what it comes to. */
function reasonsOf(document: PlanDocument): string[] {
  return [
    ...document.why,
    measuredSentence(document),
    latencySentence(document),
    autoscaledSentence(document),
  ].filter((sentence) => sentence !== '');
}

function whatWouldChange(document: PlanDocument): Section[] {
  const sentences = reasonsOf(document).slice(1);
  if (sentences.length === 0) return [];
  const blocks = sentences.map((text): Block => ({ kind: 'text', text }));
  return [{ ...written, title: 'What would change the answer', blocks }];
}

type Assumption = PlanDocument['assumptions'][number];

const assumptionColumns = (
  [
    ['what', 'What the figures rest on', ({ what }) => what],
    ['value', 'The value that was assumed', ({ value }) => value],
    ['known', 'Where that comes from, the surest first', ({ provenance }) => provenance],
    ['from', 'Where to look, and what would make it surer', ({ source }) => source],
  ] satisfies [string, string, (one: Assumption) => string][]
).map(
  ([label, meaning, read]): Column<Assumption> => ({
    ...{ label, meaning, align: 'left', look: 'text' },
    cell: (one) => ({ text: read(one) }),
  }),
);

function restsOn({ assumptions, catalog, publicData }: PlanDocument): Section {
  return {
    ...written,
    title: 'What it rests on',
    blocks: [
      { kind: 'table', table: tableOf('Assumptions', assumptionColumns, assumptions) },
      ...catalog.attribution.map((text) => muted(`Prices and cores: ${text}`)),
      ...(publicData?.attribution ?? []).map((text) => muted(`Speeds of other work: ${text}`)),
    ],
  };
}

const words = [
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
  [
    'Predicted',
    'From what was measured, and from how fast other, public work is on that type, its family or its CPU.',
  ],
  ['Assumed', 'From public data on other software and machines: there are none of that type.'],
  [
    'Range',
    'What the figure would be if the cores, and the throughput of more of them, were at either end of what is known (95 %).',
  ],
  [
    'Expected cost',
    'With cores as fast as predicted, else as fast as the measured ones, and as many instances as that takes. It decides the place in the table; what is bought, and its cost an hour, is enough with the certainty asked for.',
  ],
] as const;
