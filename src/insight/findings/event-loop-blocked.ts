import { isPool, SERIAL, startsPrograms, workKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import { formatMsInterval, type Interval, liesAbove, liesBelow } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, medianOverRounds } from './over-rounds.js';

/** From here on people notice (the W3C's Long Tasks API draws the line at the same 50 ms). */
const NOTICED_MS = 50;

/** Medians over rounds, ms. */
interface Delays {
  /** The longest block of a round: a single one may be the system's. */
  longest: Interval;
  p50: Interval;
  p99: Interval;
}

/**
 * What moving work off the main thread buys apart from speed: a loop that still turns. The whole interval of the
 * longest block of a round, in serial, lies above 50 ms.
 */
export function eventLoopBlocked(record: RunRecord, { cases, recommendations }: Analysis): Finding[] {
  const watched = cases.filter(
    (result) =>
      result.status === 'ok' && !result.case.cold && !startsPrograms(result.case) && isQuiet(result),
  );
  return [...groupBy(watched, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const serial = same.find(({ case: { engine } }) => engine === SERIAL);
    const pools = same.filter(
      ({ case: { engine, cpus, quota, workers } }) =>
        isPool(engine) && cpus === null && quota === undefined && workers > 1,
    );
    const recommended = pools.find((pool) => recommendations.some(({ caseId }) => caseId === pool.case.id));
    const pool = recommended ?? pools.sort((a, b) => b.case.workers - a.case.workers)[0];
    if (!serial || !pool) return [];
    const [before, after] = [serial, pool].map((result) => delaysOf(record, result));
    if (!before || !after || !liesAbove(before.longest, NOTICED_MS)) return [];
    return [
      {
        check: 'event-loop-blocked',
        severity: 'info' as const,
        cases: [serial.case.id, pool.case.id],
        message: `${nameWork(serial.case, record.header.plan.cases)}: the main thread is blocked for up to ${formatMsInterval(before.longest)} at a time in serial, ${formatMsInterval(after.longest)} with ${nameSetting(pool.case)}. Half of all other events waited ${formatMsInterval(before.p50)} or longer in serial; with the pool 99 % waited ${formatMsInterval(after.p99)} or less.`,
        advice: adviceOn(after.longest),
      },
    ];
  });
}

function delaysOf(record: RunRecord, result: CaseResult): Delays | undefined {
  const over = (of: (delay: NonNullable<Observation['eventLoopDelayMs']>) => number) =>
    medianOverRounds(record, result, ({ eventLoopDelayMs }) => eventLoopDelayMs && of(eventLoopDelayMs));
  const [longest, p50, p99] = [
    over(({ max }) => max),
    over((delay) => delay.p50),
    over((delay) => delay.p99),
  ];
  return longest && p50 && p99 ? { longest, p50, p99 } : undefined;
}

function adviceOn(withPool: Interval): string {
  if (liesBelow(withPool, NOTICED_MS))
    return 'If the program also has to answer requests or a user, this is a reason for a pool whatever the speedup.';
  if (liesAbove(withPool, NOTICED_MS))
    return 'Even with the pool the main thread is blocked at times: it copies large tasks and results, or every core is taken. Send less, or leave one core free.';
  return 'It is not clear yet whether the pool keeps the main thread free enough: measure more rounds before you rely on it.';
}
