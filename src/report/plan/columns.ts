import { nameWorkers } from '../../insight/analysis/index.js';
import { formatCount, formatPercent, formatRate } from '../../stats/index.js';
import { MISSING, rangeOf } from '../column.js';
import { filled, type RowColumn } from '../row-column.js';
import type { PlanChoice, PlanDocument } from './schema.js';
import {
  formatCost,
  formatCostRange,
  formatTime,
  formatTimeRange,
  memoryText,
  settingOf,
  timeLabels,
} from './words.js';

type PlanColumn = RowColumn<PlanChoice>;

/** The ranked table of a plan, for every format. */
export function planColumns({ demand, currency, choices }: PlanDocument): PlanColumn[] {
  const all = [
    rank,
    instance,
    count,
    workers,
    provenance,
    { ...cost('an hour', 'costPerHour', currency), compactDetail: true },
    ...(demand.kind === 'job' ? [] : [{ ...cost('a month', 'costPerMonth', currency), documentsOnly: true }]),
    { ...cost('the job', 'costOfJob', currency), documentsOnly: true },
    { ...cost('a million tasks', 'costPerMillionTasks', currency), documentsOnly: true },
    { ...utilisation, documentsOnly: demand.kind === 'job' },
    timeColumn(timeLabels[demand.kind]),
    throughput,
  ];
  return filled(all, choices, MISSING);
}

const rank: PlanColumn = {
  label: '#',
  meaning: 'By expected cost an hour; of equal ones the surest first',
  align: 'right',
  cell: (choice) => ({ text: String(choice.rank) }),
  sort: (choice) => choice.rank,
};

const instance: PlanColumn = {
  label: 'instance',
  meaning: 'Its provider, region and cores',
  align: 'left',
  cell: (choice) => ({ text: `${choice.provider} ${choice.instance}` }),
  sort: (choice) => choice.instance,
};

const count: PlanColumn = {
  label: 'count',
  meaning: 'Instances to be bought, spare ones included, and what the range of their speed allows',
  align: 'right',
  cell: ({ instances, instancesRange: { low, high } }) => ({
    text: formatCount(instances),
    ...(low !== high && { detail: `${low}–${high ?? '∞'}` }),
  }),
  sort: (choice) => choice.instances,
};

const workers: PlanColumn = {
  label: 'each with',
  meaning: 'Workers of one instance, how chunks reach them, and how many tasks a chunk has',
  align: 'left',
  cell: (choice) => ({ text: nameWorkers(choice), detail: `${settingOf(choice)}${memoryText(choice)}` }),
  sort: (choice) => choice.workers,
};

type CostField = 'costPerHour' | 'costPerMonth' | 'costPerMillionTasks' | 'costOfJob';

const cost = (label: string, field: CostField, currency: string): PlanColumn => ({
  label,
  meaning: `Cost of ${label}, expected, and what the range of the cores’ speed allows`,
  align: 'right',
  cell: (choice) => {
    const figure = choice[field];
    if (figure === null) return { text: MISSING };
    const text = formatCost(figure.value, currency);
    return figure.low === figure.high ? { text } : { text, detail: formatCostRange(figure, currency) };
  },
  sort: (choice) => choice[field]?.value,
});

const utilisation: PlanColumn = {
  label: 'used',
  meaning: 'Share of the capacity, of a job of its time, that the demand takes with the spare ones lost',
  align: 'right',
  cell: ({ utilisation: used }) => ({
    text: formatPercent(used.value),
    ...(used.low !== used.high && { detail: rangeOf(used, formatPercent) }),
  }),
  sort: (choice) => choice.utilisation.value,
};

const timeColumn = (label: string): PlanColumn => ({
  label,
  meaning: 'How long the job or a program takes; of arrivals, what 95 % of them do not exceed',
  align: 'right',
  cell: ({ timeMs }) =>
    timeMs === null ? { text: MISSING } : { text: formatTime(timeMs.value), detail: formatTimeRange(timeMs) },
  sort: (choice) => choice.timeMs?.value,
});

const throughput: PlanColumn = {
  label: 'tasks/s each',
  meaning: 'What one instance does',
  align: 'right',
  documentsOnly: true,
  cell: (choice) => ({
    text: formatRate(choice.throughput.value),
    detail: rangeOf(choice.throughput, formatRate),
  }),
  sort: (choice) => choice.throughput.value,
};

const provenance: PlanColumn = {
  label: 'known',
  meaning: 'Where the figures of the row come from; what was not measured may not stand first unsaid',
  align: 'left',
  cell: ({ provenance: { row }, outranks }) => ({
    text: outranks === null ? row : `${row}, before measured #${outranks.rank}`,
  }),
  sort: (choice) => choice.provenance.row,
};
