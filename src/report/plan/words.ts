import { nameWorkers } from '../../insight/analysis/index.js';
import type { OpenInterval } from '../../market/plan/index.js';
import { formatCount, formatMs, formatRate, type Interval, listed } from '../../stats/index.js';
import type { Cell } from '../document/table.js';
import type { PlanChoice } from './choice-schema.js';
import type { PlanDocument } from './schema.js';

/** `$0.0798`, `$3.22`, `$2,350`, `3.22 EUR`: never less than three digits of it. */
export function formatCost(value: number, currency: string): string {
  const figure = formatFigure(value);
  return currency === 'USD' ? `$${figure}` : `${figure} ${currency}`;
}

function formatFigure(value: number): string {
  if (value >= 100) return formatCount(value);
  if (value >= 1 || value === 0) return value.toFixed(2);
  return formatRate(value);
}

/** `$1.12–9.52`; `from $1.12, no bound` where slow cores could not do it. */
export function formatCostRange({ low, high }: OpenInterval, currency: string): string {
  if (high === null) return `from ${formatCost(low, currency)}, no bound`;
  if (low === high) return formatCost(low, currency);
  return currency === 'USD'
    ? `${formatCost(low, currency)}–${formatFigure(high)}`
    : `${formatFigure(low)}–${formatCost(high, currency)}`;
}

/** What the first choice comes to beside its price an hour. Empty where there is none. */
export function costSentence({ choices, currency, demand }: PlanDocument): string {
  const [first] = choices;
  if (first === undefined) return '';
  const cost = (value: number) => formatCost(value, currency);
  const { costPerMonth, costOfJob, costPerMillionTasks, spotCostPerHour: spot } = first;
  const { reservedCostPerHour: reserved, billedBy } = first;
  const rounded = billedBy === undefined ? '' : `, each begun ${billedBy} paid for`;
  const parts = [
    demand.kind === 'job'
      ? `${cost(costOfJob!.value)} for the job${rounded}`
      : `${cost(costPerMonth.value)} a month of 730 h`,
    `${cost(costPerMillionTasks.value)} per million tasks`,
    ...(spot === undefined ? [] : [`${cost(spot)} an hour on spot`]),
    ...(reserved === undefined ? [] : [`${cost(reserved)} an hour reserved for a year`]),
  ];
  return `It costs ${listed(parts)}.`;
}

const LONG = [
  [2 * 86_400_000, 86_400_000, 'days'],
  [2 * 3_600_000, 3_600_000, 'h'],
  [120_000, 60_000, 'min'],
] as const;

/** As `formatMs`, but from two minutes on in minutes, hours and days. */
export function formatTime(ms: number): string {
  const unit = LONG.find(([from]) => ms >= from);
  return unit ? `${Number((ms / unit[1]).toPrecision(3))} ${unit[2]}` : formatMs(ms);
}

/** `186 µs–1.69 s`, `6.01 ms or more` where there is no end. */
export function formatTimeRange({ low, high }: OpenInterval): string {
  return high === null ? `${formatTime(low)} or more` : `${formatTime(low)}–${formatTime(high)}`;
}

/** `prices of 2026-06-18 to 2026-08-03`: the days for which they are known; undefined where there are none. */
export function pricesText(days: readonly string[]): string | undefined {
  const sorted = days.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined) return undefined;
  return first === last ? `prices of ${first}` : `prices of ${first} to ${last}`;
}

/** `c8g.large`, as the provider names it. */
export function nameOf({ provider, instance }: Pick<PlanChoice, 'provider' | 'instance'>): string {
  return `${provider} ${instance}`;
}

/** How tasks reach the workers; nothing of a program that has workers of its own. */
export function settingOf({
  engine,
  dispatch,
  chunksize,
}: Pick<PlanChoice, 'engine' | 'dispatch' | 'chunksize'>): string {
  if (engine === 'self-parallel') return '';
  return dispatch === 'apply' ? dispatch : `${dispatch}, chunksize ${chunksize}`;
}

/** `; memory holds 6 of its 16 vCPUs’ workers`; nothing where memory bounds nothing. */
export function memoryText({ memoryHolds, vcpus }: Pick<PlanChoice, 'memoryHolds' | 'vcpus'>): string {
  return memoryHolds === undefined ? '' : `; memory holds ${memoryHolds} of its ${vcpus} vCPUs’ workers`;
}

/** The workers of a choice, with how tasks reach them and what their memory holds below. */
export function workersCell(
  choice: Pick<PlanChoice, 'engine' | 'dispatch' | 'chunksize' | 'workers' | 'memoryHolds' | 'vcpus'>,
): Cell {
  const detail = `${settingOf(choice)}${memoryText(choice)}`.replace(/^; /, '');
  return { text: nameWorkers(choice), ...(detail !== '' && { detail }) };
}

/** What the time of a choice is of. */
export const timeLabels: Record<PlanDocument['demand']['kind'], string> = {
  throughput: 'time',
  job: 'time',
  arrivals: 'p95',
  programs: 'a program',
};

/** The demand in words: `1 million tasks within 10.0 min`. */
export function demandText(demand: PlanDocument['demand']): string {
  switch (demand.kind) {
    case 'throughput':
      return `${plainNumber(demand.perSecond)} tasks a second`;
    case 'job':
      return `${plainNumber(demand.tasks)} tasks within ${formatTime(demand.deadlineMs)}`;
    case 'arrivals':
      return `${demand.recorded === null ? plainNumber(demand.perSecond) : formatRate(demand.perSecond)} ${demand.recorded === null ? '' : 'recorded '}arrivals a second, 95 % of them done within ${formatTime(demand.p95Ms)}`;
    case 'programs':
      return `${plainNumber(demand.programs)} programs at once${demand.deadlineMs === undefined ? '' : `, each within ${formatTime(demand.deadlineMs)}`}`;
  }
}

/** As it was given: `20`, `1,000,000`. */
function plainNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** How many machines like the measured one would do: nothing in it is assumed. Empty where none would. */
export function measuredSentence({ measuredMachine, machines }: PlanDocument): string {
  if (measuredMachine === null) return '';
  const { machines: count, record } = measuredMachine;
  const cpu = machines.find((machine) => machine.record === record)?.cpu;
  const workers = nameWorkers(measuredMachine);
  return count === 1
    ? `One machine like the measured one (${cpu}), with ${workers}, also meets the demand: measured here.`
    : `${formatCount(count)} machines like the measured one (${cpu}), each with ${workers}, also meet the demand: measured here.`;
}

/** What tasks meet at the first choice. Empty unless they arrive. */
export function latencySentence({ latency }: PlanDocument): string {
  if (latency === null) return '';
  const { waitMs, totalMs, arrivals } = latency;
  const three = ({ p50, p95, p99 }: typeof waitMs) => `${told(p50)}, ${told(p95)} and ${told(p99)}`;
  return `Half, 95 % and 99 % of ${formatCount(arrivals)} simulated arrivals wait at most ${three(waitMs)}, and are done within ${three(totalMs)}.`;
}

/** The first choice with autoscaling. Empty unless that was asked for. */
export function autoscaledSentence({ autoscaled, demand, currency }: PlanDocument): string {
  if (autoscaled === null || demand.kind !== 'arrivals') return '';
  const { min, max, startupMs, instances, costPerHour, totalMs } = autoscaled;
  const isMet = totalMs.p95.high <= demand.p95Ms;
  return `Autoscaled between ${min} and ${max} instances, each up ${formatTime(startupMs)} after it was asked for: ${formatRate(instances.mean)} on average, ${formatCost(costPerHour, currency)} an hour, 95 % done within ${told(totalMs.p95)}: the ${formatTime(demand.p95Ms)} asked for ${isMet ? 'are met' : 'are not met'}.`;
}

function told({ value, low, high }: Interval): string {
  return low === high ? formatTime(value) : `${formatTime(value)} (${formatMs(low)}–${formatMs(high)})`;
}
