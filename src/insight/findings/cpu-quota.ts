import { engineKey, isPool, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import {
  formatCores,
  formatPercentInterval,
  type Interval,
  liesAbove,
  liesBelow,
  sum,
} from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameQuota,
  nameWork,
  nameWorkers,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, meanOverRounds } from './over-rounds.js';

/** A quota that holds the workers back for a smaller share of the time is enough. */
const NEXT_TO_NOTHING = 0.01;

/** One setting under one quota. */
interface Limited {
  result: CaseResult;
  quota: number;
  /** Share of the time of the CPUs that the workers could have had, in which the quota stopped them. */
  throttled: Interval;
}

/** One setting of one number of workers, under all quotas that were measured. */
interface Need {
  results: readonly CaseResult[];
  /** The smallest quota that is surely enough, and the largest one that surely is not. */
  enough: Limited | undefined;
  short: Limited | undefined;
  /** CPUs in use on average where no quota of its own holds; null where that was not measured. */
  usedCpus: Interval | null;
}

/**
 * Which quota lets the workers run: the number for `resources.limits.cpu`. A quota is enough where the whole interval
 * of the throttled share lies below 1 %, and too small where it lies above.
 */
export function cpuQuota(record: RunRecord, analysis: Analysis): Finding[] {
  const works = groupBy(quietPools(analysis), ({ case: one }) => engineKey(one));
  return [...works.values()].flatMap((ofWork) => {
    const needs = [...groupBy(ofWork, settingKey).values()].flatMap((same) => needOf(record, same) ?? []);
    const told = sameLine(needs, analysis);
    if (told.length === 0) return [];
    const { case: one } = told[0]!.results[0]!;
    return [
      {
        check: 'cpu-quota',
        severity: 'info' as const,
        cases: told.flatMap(({ results }) => results.map(({ case: { id } }) => id)),
        message: `${nameWork(one, record.header.plan.cases)}: ${told.map(needText).join('; ')}.`,
        advice: adviceOn(recommendedAmong(told, analysis) ?? told.at(-1)!),
      },
    ];
  });
}

/** The smallest quota that was measured to let so many workers of a setting run freely. */
export interface FreeQuota {
  case: CaseResult['case'];
  quota: number;
}

/** One for each setting and number of workers of which a quota is surely enough. */
export function freeQuotas(record: RunRecord, analysis: Pick<Analysis, 'cases'>): FreeQuota[] {
  return [...groupBy(quietPools(analysis), ({ case: one }) => engineKey(one)).values()]
    .flatMap((ofWork) => [...groupBy(ofWork, settingKey).values()])
    .flatMap((same) => {
      const enough = needOf(record, same)?.enough;
      return enough ? [{ case: enough.result.case, quota: enough.quota }] : [];
    });
}

function quietPools({ cases }: Pick<Analysis, 'cases'>): CaseResult[] {
  return cases.filter(
    (result) => result.status === 'ok' && isPool(result.case.engine) && !result.case.cold && isQuiet(result),
  );
}

/** All but the quota. */
function settingKey({ case: one }: CaseResult): string {
  return JSON.stringify([one.dispatch, one.chunksize, one.workers, one.cpus, one.replica]);
}

function needOf(record: RunRecord, same: readonly CaseResult[]): Need | undefined {
  const limited = same.flatMap((result) => limitedIn(record, result) ?? []).sort((a, b) => a.quota - b.quota);
  const enough = limited.find(({ throttled }) => liesBelow(throttled, NEXT_TO_NOTHING));
  const short = limited.findLast(({ throttled }) => liesAbove(throttled, NEXT_TO_NOTHING));
  if (!enough && !short) return undefined;
  const free = same.find(({ case: { quota } }) => quota === undefined);
  const usedCpus = free ? meanOverRounds(record, free, ({ disturbance: { ownCpu } }) => ownCpu) : null;
  return { results: limited.map(({ result }) => result), enough, short, usedCpus };
}

function limitedIn(record: RunRecord, result: CaseResult): Limited | undefined {
  const { quota, workers, cpus } = result.case;
  if (quota === undefined) return undefined;
  const running = Math.min(workers, (cpus ?? record.header.host.allowed).length);
  const throttled = meanOverRounds(record, result, ({ disturbance: { throttledMs }, wallMs }) =>
    // The kernel counts every CPU that it stops, also the one of the thread that feeds the workers.
    throttledMs === null ? null : Math.min(1, throttledMs / (running * sum(wallMs))),
  );
  return throttled === null ? undefined : { result, quota, throttled: asShare(throttled) };
}

/** No share is below nothing or above all. */
function asShare({ value, low, high }: Interval): Interval {
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/** By workers, of the dispatch and chunksize that is recommended, else of those measured first. */
function sameLine(needs: readonly Need[], analysis: Analysis): Need[] {
  const lineOf = ({ results: [first] }: Need) => {
    const { dispatch, chunksizeAsked, chunksize, cpus } = first!.case;
    return JSON.stringify([dispatch, chunksizeAsked.length > 0 ? chunksizeAsked : chunksize, cpus]);
  };
  const chosen = recommendedAmong(needs, analysis) ?? needs[0];
  const line = needs.filter((need) => lineOf(need) === lineOf(chosen!));
  return line.sort((a, b) => workersOf(a) - workersOf(b));
}

function workersOf({ results: [first] }: Need): number {
  return first!.case.workers;
}

function recommendedAmong(needs: readonly Need[], { recommendations }: Analysis): Need | undefined {
  return needs.find(({ results }) =>
    results.some(({ case: one }) =>
      recommendations.some(
        ({ caseId, speedupOf, ...rest }) =>
          [caseId, speedupOf].includes(one.id) ||
          (workKey(rest) === workKey(one) &&
            rest.engine === one.engine &&
            rest.dispatch === one.dispatch &&
            rest.chunksize === one.chunksize &&
            rest.workers === one.workers),
      ),
    ),
  );
}

/** `2 threads run freely within 2 CPUs, throttled for 0 % (0–0 %) of the time; 1 CPU holds them back for 48 % (47–49 %)`. */
function needText({ results: [first], enough, short, usedCpus }: Need): string {
  const who = nameWorkers(first!.case);
  const [they, them, run, use] =
    first!.case.workers === 1 ? ['it', 'it', 'runs', 'uses'] : ['they', 'them', 'run', 'use'];
  const held = short && `${heldBy(short)} ${them} back for ${formatPercentInterval(short.throttled)}`;
  if (enough) {
    const free = `${who} ${run} freely within ${nameQuota(enough.quota)}, throttled for ${formatPercentInterval(enough.throttled)} of the time`;
    return short && short.quota < enough.quota ? `${free}; ${held}` : free;
  }
  const used = usedCpus && `; without a quota ${they} ${use} ${cpusText(usedCpus)} on average`;
  return `no measured quota is enough for ${who}: ${held} of the time${used ?? ''}`;
}

function heldBy({ quota }: Limited): string {
  return `${nameQuota(quota)} ${quota === 1 ? 'holds' : 'hold'}`;
}

function cpusText({ value, low, high }: Interval): string {
  return `${formatCores(value)} CPUs (${formatCores(low)}–${formatCores(high)})`;
}

/** Upwards to tenths, as limits are written. */
function limitFor({ high }: Interval): string {
  return formatCores(Math.ceil(10 * high - 1e-9) / 10);
}

function adviceOn({ results: [first], enough, usedCpus }: Need): string {
  const who = nameWorkers(first!.case);
  if (enough)
    return `Set the CPU limit to ${formatCores(enough.quota)} for ${who} (resources.limits.cpu, docker run --cpus), or use fewer workers under a smaller one.`;
  if (usedCpus !== null)
    return `Set the CPU limit to no less than ${limitFor(usedCpus)} for ${who} (resources.limits.cpu, docker run --cpus). That is an average, and peaks are still throttled: measure it with --cpu-quota ${limitFor(usedCpus)}.`;
  const { workers } = first!.case;
  return `Measure larger quotas, such as --cpu-quota ${workers},${workers + 1}: ${who} and the thread that feeds them cannot use more.`;
}
