import { formatCount, formatPercent, formatRate } from '../../stats/index.js';
import { type Column, figure, MISSING, number, rangeOf, written } from '../document/table.js';
import type { PlanChoice } from './choice-schema.js';
import type { PlanDocument } from './schema.js';
import {
  formatCost,
  formatCostRange,
  formatTime,
  formatTimeRange,
  timeLabels,
  workersCell,
} from './words.js';

type PlanColumn = Column<PlanChoice>;

/** The ranked table of a plan, for every format. */
export function planColumns({ choices, demand, currency }: PlanDocument): PlanColumn[] {
  const isDearer = choices.some(
    ({ expected, costPerHour }) => expected && expected.costPerHour < costPerHour.value,
  );
  return [
    number('rank', (choice) => choice.rank, String, {
      label: '#',
      meaning: 'By expected cost an hour; of equal ones the surest first',
    }),
    instance,
    count,
    workers,
    provenance,
    ...(isDearer ? [expectedCost(currency)] : []),
    { ...cost('an hour', 'costPerHour', currency), compactDetail: true },
    ...(demand.kind === 'job' ? [] : [{ ...cost('a month', 'costPerMonth', currency), yields: 2 }]),
    { ...cost('the job', 'costOfJob', currency), yields: 1 },
    { ...cost('a million tasks', 'costPerMillionTasks', currency), yields: 3 },
    otherCost('spot', 'spotCostPerHour', 'as long as the provider has capacity to spare', currency),
    otherCost('reserved', 'reservedCostPerHour', 'with a commitment of a year', currency),
    figure('utilisation', (choice) => choice.utilisation, formatPercent, {
      label: 'used',
      meaning:
        'Share of the capacity (for a job, of its time) that the demand takes when the spare instances are lost',
      ...(demand.kind === 'job' && written),
    }),
    timeColumn(timeLabels[demand.kind]),
    throughput,
  ];
}

const instance: PlanColumn = {
  label: 'instance',
  meaning: 'Its provider, region and cores',
  align: 'left',
  cell: (choice) => ({ text: `${choice.provider} ${choice.instance}` }),
  data: ({ instance: name, provider, region }) => ({ instance: name, provider, region }),
};

const count: PlanColumn = {
  label: 'count',
  meaning: 'Instances to be bought, spare ones included, and what the range of their speed allows',
  align: 'right',
  cell: ({ instances, instancesRange: { low, high } }) => ({
    text: formatCount(instances),
    ...(low !== high && { detail: `${low}–${high ?? '∞'}` }),
  }),
  data: ({ instances }) => ({ instances }),
};

const workers: PlanColumn = {
  label: 'each with',
  meaning: 'Workers of one instance, how chunks reach them, and how many tasks a chunk has',
  align: 'left',
  cell: workersCell,
  data: (choice) => ({ workers: choice.workers }),
};

type CostField = 'costPerHour' | 'costPerMonth' | 'costPerMillionTasks' | 'costOfJob';

const cost = (label: string, field: CostField, currency: string): PlanColumn => ({
  label,
  meaning: `Cost of ${label}, expected, and what the range of the cores’ speed allows`,
  align: 'right',
  cell: (choice) => {
    const found = choice[field];
    if (found === null) return { text: MISSING };
    const text = formatCost(found.value, currency);
    return found.low === found.high ? { text } : { text, detail: formatCostRange(found, currency) };
  },
  data: (choice) => ({
    [field]: choice[field]?.value ?? null,
    [`${field}Low`]: choice[field]?.low ?? null,
    [`${field}High`]: choice[field]?.high ?? null,
  }),
});

/** Of the same instances, paid for in another way. */
const otherCost = (
  label: string,
  field: 'spotCostPerHour' | 'reservedCostPerHour',
  meaning: string,
  currency: string,
): PlanColumn => ({
  ...{ label, align: 'right', yields: 4 },
  meaning: `Cost of an hour ${meaning}, where the catalog has it`,
  cell: ({ [field]: found }) => ({ text: found === undefined ? MISSING : formatCost(found, currency) }),
  data: ({ [field]: found }) => ({ [field]: found ?? null }),
});

/** By this the rows are in order; what is bought may be more, to be sure. */
const expectedCost = (currency: string): PlanColumn => ({
  label: 'expected',
  meaning:
    'Cost an hour of as many as are enough if the cores are as fast as expected: the order of the rows',
  align: 'right',
  cell: ({ expected }) => ({ text: expected ? formatCost(expected.costPerHour, currency) : MISSING }),
  data: ({ expected }) => ({ expectedCostPerHour: expected?.costPerHour ?? null }),
});

const timeColumn = (label: string): PlanColumn => ({
  label,
  meaning: 'How long the job or a program takes; of arrivals, what 95 % of them do not exceed',
  align: 'right',
  cell: ({ timeMs }) =>
    timeMs === null ? { text: MISSING } : { text: formatTime(timeMs.value), detail: formatTimeRange(timeMs) },
  data: ({ timeMs }) => ({ timeMs: timeMs?.value ?? null }),
});

const throughput: PlanColumn = {
  label: 'tasks/s each',
  meaning: 'What one instance does',
  align: 'right',
  ...written,
  cell: (choice) => ({
    text: formatRate(choice.throughput.value),
    detail: rangeOf(choice.throughput, formatRate),
  }),
  data: (choice) => ({ throughput: choice.throughput.value }),
};

const provenance: PlanColumn = {
  label: 'known',
  meaning:
    'Measured, predicted from that and public data, or assumed; before #2: stands before that measured type',
  align: 'left',
  cell: ({ known, provenance: { row }, outranks }) => ({
    text: `${known ?? row}${outranks === null ? '' : `, before #${outranks.rank}`}`,
    ...(known !== undefined && known !== row && { detail: row }),
  }),
  data: ({ known, provenance: { row } }) => ({ known: row, ...(known && { basis: known }) }),
};
