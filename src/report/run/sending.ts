import { nameSetting, nameWorkers } from '../../insight/analysis/index.js';
import { namedChunksize } from '../../insight/chunks/index.js';
import { formatCount, formatMs, formatMsInterval, listed } from '../../stats/index.js';
import type { Chapter } from './chapters.js';
import { isSerial, type ReportCase } from './report/case-schema.js';
import type { ReportChunkAdvice } from './report/chunk-advice.js';
import type { ReportDispatcher } from './report/dispatchers.js';

/**
 * How tasks and results of a chapter travel, and what their messages took in the fastest pool of each engine: the
 * workers' CPU time between chunks, and their idle time while the main thread was sending to them, by task.
 * Undefined where the record does not say how they travel.
 */
export function payloadSentence({ scenario, cases }: Chapter): string | undefined {
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
  return `${formatMs((messages + mainThread) / tasks)} per task (${nameSetting(one)})`;
}

/** A difference below this is not worth a word. */
const WORTH_A_WORD = 1.01;
/** More stretches of chunksizes are not read by anybody. */
const MOST_STRETCHES = 3;

/** What is told of a section's chunks: for each engine, the setting that was measured fastest. */
export function chunkSentences(advice: readonly ReportChunkAdvice[]): string[] {
  const fastest = new Map<string, ReportChunkAdvice>();
  for (const one of advice) {
    const known = fastest.get(one.engine);
    if (known === undefined || shortestOf(one) < shortestOf(known)) fastest.set(one.engine, one);
  }
  return [...fastest.values()].map(sentenceOf);
}

function shortestOf({ measured }: ReportChunkAdvice): number {
  return Math.min(...measured.map(({ wallMs }) => wallMs));
}

function sentenceOf(advice: ReportChunkAdvice): string {
  const setting = `${nameWorkers(advice)} with ${advice.dispatch}`;
  return `Chunksize for ${setting}: ${advisedIn(advice)}; ${expectedIn(advice)}${orderIn(advice)}. ${paysIn(advice)}.`;
}

function advisedIn(advice: ReportChunkAdvice): string {
  const { advised, low, high, expected } = advice;
  const all = stretchesOf(expected);
  const shown = all.length > MOST_STRETCHES ? [[low, high] as const] : all;
  const good = shown.map(([from, to]) =>
    from === to ? formatCount(from) : `${formatCount(from)} to ${formatCount(to)}`,
  );
  const others = low === high && good.length === 1 ? '' : ` (${listed(good)} would do as well)`;
  const named = namedChunksize(advice);
  const measured = named === advised ? '' : `${formatCount(named)}, as measured, against the advised `;
  return `${measured}${formatCount(advised)}${others}`;
}

/** First and last of the chunksizes in a row that may be as good as the best. */
function stretchesOf(expected: ReportChunkAdvice['expected']): (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  for (const [i, { chunksize, asGood }] of expected.entries()) {
    if (!asGood) continue;
    if (expected[i - 1]?.asGood) stretches.at(-1)![1] = chunksize;
    else stretches.push([chunksize, chunksize]);
  }
  return stretches;
}

function expectedIn({ advised, expected, basis }: ReportChunkAdvice): string {
  const { wallMs, low, high } = expected.find(({ chunksize }) => chunksize === advised)!;
  const spans = basis.separated ? '' : ', depending on how much of the cost is per chunk';
  return `expected: ${formatMs(wallMs)} per pass (${msRange({ low, high })}${spans})`;
}

function orderIn({ anyOrder }: ReportChunkAdvice): string {
  if (anyOrder === null || anyOrder.ownAdviceRatio <= WORTH_A_WORD) return '';
  return `; ${formatCount(anyOrder.advised)} if these tasks come in any other order`;
}

function paysIn({ engine, tasks, smallestTaskMs, smallestJobMs }: ReportChunkAdvice): string {
  if (smallestTaskMs === null) {
    return tasks === 1
      ? `One task cannot be shared out: it needs no pool of ${engine}`
      : `Nothing measured here shows that ${formatCount(tasks)} tasks gain from ${engine}`;
  }
  const task =
    smallestTaskMs.value === 0
      ? 'for tasks of any length'
      : `once a task takes ${formatMsInterval(smallestTaskMs)}`;
  const job =
    smallestJobMs === null
      ? ''
      : `, or once the whole job takes ${formatMsInterval(smallestJobMs)} if it has to start its own workers`;
  return `Worth it ${task}${job}`;
}

function msRange({ low, high }: { low: number; high: number }): string {
  return `${formatMs(low)}–${formatMs(high)}`;
}

/** Beyond this it says no more than that it is far away. */
const FAR_AWAY = 10_000;

/** At how many workers the dispatcher carries no more: one sentence an engine. */
export function dispatcherSentences(dispatchers: readonly ReportDispatcher[]): string[] {
  return dispatchers.map((one) => {
    const { engine, dispatch, chunksize, perChunkMs, saturatesAtWorkers: workers } = one;
    const count = workers > FAR_AWAY ? FAR_AWAY : rounded(workers);
    const limit = `${workers > FAR_AWAY ? 'more than' : 'about'} ${nameWorkers({ engine, workers: count })}`;
    return `The main thread can feed ${limit} with ${dispatch}, chunksize ${formatCount(chunksize)} (${formatMs(perChunkMs)} per chunk).`;
  });
}

/** Two significant digits: it was measured with few workers. */
function rounded(workers: number): number {
  return Math.max(1, Number(workers.toPrecision(2)));
}
