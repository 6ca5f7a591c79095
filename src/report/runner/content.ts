import { gravestFirst } from '../../insight/findings/index.js';
import { counted } from '../../stats/index.js';
import { type Block, type Document, reproduce } from '../document/document.js';
import {
  type Column,
  inTerminal,
  MISSING,
  number,
  type RowLook,
  tableOf,
  word,
  written,
} from '../document/table.js';
import {
  formatCost,
  formatCostRange,
  formatTime,
  formatTimeRange,
  pricesText,
  workersCell,
} from '../plan/words.js';
import type { RunnerPlanChoice, RunnerPlanDocument } from './schema.js';

type RunnerColumn = Column<RunnerPlanChoice>;

/** The ranked table, for every format. */
export function runnerColumns({ currency }: RunnerPlanDocument): RunnerColumn[] {
  return [
    number('rank', ({ rank }) => rank, String, { label: '#', meaning: 'By expected cost of a build' }),
    {
      ...{ label: 'runner', meaning: 'Its provider, and its label or billing name', align: 'left' },
      cell: ({ provider, runner }) => ({ text: `${provider} ${runner}` }),
      data: ({ provider, runner }) => ({ runner, provider }),
    },
    number('vcpus', ({ vcpus }) => vcpus, String, { label: 'vCPUs', meaning: 'CPUs that a job sees' }),
    {
      ...{ label: 'with', meaning: 'Workers, and how tasks reach them', align: 'left' },
      cell: workersCell,
      data: ({ workers }) => ({ workers }),
    },
    word('known', ({ provenance }) => provenance, { label: 'known', meaning: 'Where its time comes from' }),
    {
      ...{ label: 'a build', align: 'right', compactDetail: true },
      meaning: 'Cost of a build, expected, and what the range of the cores’ speed allows',
      cell: ({ costPerBuild }) => ({
        text: formatCost(costPerBuild.value, currency),
        ...(costPerBuild.low !== costPerBuild.high && { detail: formatCostRange(costPerBuild, currency) }),
      }),
      data: ({ costPerBuild: { value, low, high } }) => ({
        costPerBuild: value,
        costPerBuildLow: low,
        costPerBuildHigh: high,
      }),
    },
    {
      ...{ label: 'time', meaning: 'How long a build takes', align: 'right' },
      cell: ({ timeMs }) => ({ text: formatTime(timeMs.value), detail: formatTimeRange(timeMs) }),
      data: ({ timeMs: { value, low, high } }) => ({ timeMs: value, timeMsLow: low, timeMsHigh: high }),
    },
    number('billedMs', ({ billedMs }) => billedMs, formatTime, {
      ...{ label: 'paid for', meaning: 'The expected time as it is paid for', yields: 1 },
    }),
    number(
      'pricePerMinute',
      (choice) => choice.pricePerMinute,
      (price) => formatCost(price, currency),
      {
        ...{ label: 'a minute', meaning: 'Price of a minute', yields: 2 },
      },
    ),
  ];
}

/** Which runner, what a build costs on it, and how long it takes on each. */
export function runnerContent(document: RunnerPlanDocument): Document {
  const { scenario, choices, decision, why, findings, command, version, currency, deadlineMs } = document;
  const [first] = choices;
  const prices = pricesText(choices.map(({ priceAsOf }) => priceAsOf));
  const deadline = deadlineMs === null ? [] : [`within ${formatTime(deadlineMs)}`];
  return {
    title: `runner for ${scenario}`,
    facts: [...deadline, ...(prices === undefined ? [] : [prices])],
    sections: [
      {
        ...(first === undefined ? { label: 'Runners' } : { title: 'Runners by cost of a build' }),
        answer: {
          figure: first === undefined ? MISSING : formatCost(first.costPerBuild.value, currency),
          figureOf: first === undefined ? [] : ['a build', formatCostRange(first.costPerBuild, currency)],
          headline: decision,
          reasons: why.map((text) => ({ text })),
          isOpen: first === undefined,
        },
        blocks: tables(document),
      },
      {
        ...written,
        title: 'What it rests on',
        blocks: [...document.restsOn, ...document.catalog.attribution].map(muted),
      },
    ],
    findings: gravestFirst(findings),
    appendix: [reproduce(command)],
    version,
  };
}

const muted = (text: string): Block => ({ kind: 'text', text, look: 'muted' });

const SHOWN = 10;

function tables(document: RunnerPlanDocument): Block[] {
  const { choices, leftOut, restsOn } = document;
  const look = ({ rank }: RunnerPlanChoice): RowLook | undefined => (rank === 1 ? 'best' : undefined);
  const table = (rows: readonly RunnerPlanChoice[]) => ({
    kind: 'table' as const,
    table: tableOf('Runners by cost of a build', runnerColumns(document), rows, look),
  });
  const more = choices.length - SHOWN;
  const rest = [...(more > 0 ? [`${counted(more, 'more expensive runner')} not shown.`] : []), ...leftOut];
  return [
    { ...written, ...table(choices) },
    { ...inTerminal, ...table(choices.slice(0, SHOWN)) },
    ...(leftOut.length === 0 ? [] : [{ ...written, ...muted(leftOut.join(' ')) }]),
    ...(rest.length === 0 ? [] : [{ ...inTerminal, ...muted(rest.join(' ')) }]),
    ...restsOn.map((text) => ({ ...inTerminal, ...muted(text) })),
  ];
}
