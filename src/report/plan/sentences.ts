import { nameWorkers } from '../../insight/analysis/index.js';
import { formatCount, formatMs, formatRate } from '../../stats/index.js';
import type { Interval } from '../schema.js';
import type { PlanDocument } from './schema.js';
import { formatCost, formatTime } from './words.js';

/** How many machines like the measured one would do: nothing in it is assumed. Empty where none would. */
export function measuredSentence({ measuredMachine, machines }: PlanDocument): string {
  if (measuredMachine === null) return '';
  const { machines: count, record } = measuredMachine;
  const cpu = machines.find((machine) => machine.record === record)?.cpu;
  const many = count === 1 ? 'one machine' : `${formatCount(count)} machines`;
  return `With ${many} like the measured one (${cpu}), ${count === 1 ? '' : 'each '}with ${nameWorkers(measuredMachine)}, the demand is met as well: measured here.`;
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
  return `Autoscaled between ${min} and ${max} instances, each up ${formatTime(startupMs)} after it was asked for: ${formatRate(instances.mean)} on average, ${formatCost(costPerHour, currency)} an hour, 95 % done within ${told(totalMs.p95)}: the ${formatTime(demand.p95Ms)} asked for ${isMet ? 'are kept' : 'are not kept'}.`;
}

function told({ value, low, high }: Interval): string {
  return low === high ? formatTime(value) : `${formatTime(value)} (${formatMs(low)}–${formatMs(high)})`;
}
