import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import { isPool, SERIAL } from '../cases/index.js';
import type { Observation, RunRecord } from '../record/index.js';
import { formatMsInterval, type Interval, liesAbove, liesBelow } from '../stats/index.js';
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
  const watched = cases.filter((result) => result.status === 'ok' && !result.case.cold && isQuiet(result));
  return [...groupBy(watched, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const serial = same.find(({ case: { engine } }) => engine === SERIAL);
    const pools = same.filter(
      ({ case: { engine, cpus, workers } }) => isPool(engine) && cpus === null && workers > 1,
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
        message: `${nameWork(serial.case, record.header.plan.cases)}: the longest block of the main thread in a round took ${formatMsInterval(before.longest)} in serial, ${formatMsInterval(after.longest)} with ${nameSetting(pool.case)}; of what else came meanwhile, half waited for ${formatMsInterval(before.p50)} or more in serial, and 99 % for no more than ${formatMsInterval(after.p99)} with the pool.`,
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
    return 'Where the program also has to answer (a server, a user interface), this is a reason for a pool whatever the speedup.';
  if (liesAbove(withPool, NOTICED_MS))
    return 'Even with the pool the main thread is blocked at times: by large tasks and results that it copies, or because every core is taken. Send less, or leave one core free.';
  return 'Whether the pool keeps the main thread free for long enough is open: measure more rounds before you rely on it.';
}
