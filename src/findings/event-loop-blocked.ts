import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import { isPool, SERIAL } from '../cases/index.js';
import type { RunRecord } from '../record/index.js';
import { formatMs } from '../stats/index.js';
import type { Finding } from './finding.js';

/** From here on people notice (the W3C's Long Tasks API draws the line at the same 50 ms). */
const NOTICED_MS = 50;

type Watched = CaseResult & { eventLoopDelayMs: NonNullable<CaseResult['eventLoopDelayMs']> };

/** What moving work off the main thread buys apart from speed: a loop that still turns. */
export function eventLoopBlocked({ header }: RunRecord, { cases, recommendations }: Analysis): Finding[] {
  const watched = cases.filter(
    (result): result is Watched =>
      result.status === 'ok' && result.eventLoopDelayMs !== null && !result.case.cold,
  );
  return [...groupBy(watched, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const serial = same.find(({ case: { engine } }) => engine === SERIAL);
    const pools = same.filter(
      ({ case: { engine, cpus, workers } }) => isPool(engine) && cpus === null && workers > 1,
    );
    const recommended = pools.find((pool) => recommendations.some(({ caseId }) => caseId === pool.case.id));
    const pool = recommended ?? pools.sort((a, b) => b.case.workers - a.case.workers)[0];
    if (!serial || !pool || serial.eventLoopDelayMs.max < NOTICED_MS) return [];
    const [before, after] = [serial.eventLoopDelayMs, pool.eventLoopDelayMs];
    return [
      {
        check: 'event-loop-blocked',
        severity: 'info' as const,
        cases: [serial.case.id, pool.case.id],
        message: `${nameWork(serial.case, header.plan.cases)}: the main thread was blocked for up to ${formatMs(before.max)} in serial, ${formatMs(after.max)} with ${nameSetting(pool.case)}; of what else came meanwhile, half waited for ${formatMs(before.p50)} or more in serial, and 99 % for no more than ${formatMs(after.p99)} with the pool.`,
        advice:
          after.max < NOTICED_MS
            ? 'Where the program also has to answer (a server, a user interface), this is a reason for a pool whatever the speedup.'
            : 'Even with the pool the main thread is blocked at times: by large tasks and results that it copies, or because every core is taken. Send less, or leave one core free.',
      },
    ];
  });
}
