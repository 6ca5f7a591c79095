import { nameSetting } from '../insight/analysis/index.js';
import { formatMs, listed } from '../stats/index.js';
import { isSerial } from './column.js';
import type { ReportCase } from './schema.js';
import type { Section } from './sections.js';

/**
 * How tasks and results of a section travel, and what their messages took in the fastest pool of each engine: the
 * workers' CPU time between chunks, and their idle time while the main thread was sending to them, by task.
 * Undefined where the record does not say how they travel.
 */
export function payloadSentence({ scenario, cases }: Section): string | undefined {
  if (scenario.payload === undefined) return undefined;
  const pools = scenario.openEnded ? [] : fastestPools(cases);
  const costs = pools.flatMap((one) => costOf(one, scenario.tasks) ?? []);
  const messages = costs.length === 0 ? '' : `; messages took ${listed(costs)}`;
  return `Payload: ${scenario.payload}${messages}.`;
}

/** Of each engine, in the order in which they stand. */
function fastestPools(cases: readonly ReportCase[]): ReportCase[] {
  const fastest = new Map<string, ReportCase>();
  for (const one of cases) {
    if (isSerial(one) || one.cold || one.speedup === null || one.lossParts === null) continue;
    const known = fastest.get(one.engine);
    if (known === undefined || one.speedup.value > known.speedup!.value) fastest.set(one.engine, one);
  }
  return [...fastest.values()];
}

/** Undefined where chunks were too short to tell messages from tasks, and sending took no time that counts. */
function costOf(one: ReportCase, tasks: number): string | undefined {
  const { messages = 0, mainThread } = one.lossParts!;
  if (messages + mainThread <= 0) return undefined;
  return `${formatMs((messages + mainThread) / tasks)} a task (${nameSetting(one)})`;
}
