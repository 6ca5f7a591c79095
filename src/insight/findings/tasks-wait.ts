import { isPool, PROMISES, scenarioKey, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import {
  EQUIVALENCE_MARGIN,
  exactly,
  formatInterval,
  formatPercentInterval,
  formatRatio,
  formatRatioInterval,
  type Interval,
  liesAbove,
  ratioInterval,
} from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  groupBy,
  type Measurements,
  nameSetting,
  nameWork,
  nameWorkers,
  restingOn,
  roundRatiosBetween,
  WORTH_A_POOL,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, meanOverRounds } from './over-rounds.js';
import { workerTimesIn } from './worker-times.js';

/** What a hypervisor takes without telling may look like waiting; tasks that read or sleep wait for longer. */
const WORTH_A_WORD = 0.15;
/** From here on tasks that await are better compared with promises on one thread than with serial alone. */
const MOSTLY = 0.5;

/**
 * Tasks wait for something that is not a CPU. Promises on one thread then do what a pool does; workers that keep a
 * core busy all the same: 1 + waiting ÷ computing (Goetz et al., Java Concurrency in Practice, 8.2). The whole interval
 * of the share, over rounds, lies above 15 %.
 */
export function tasksWait(record: RunRecord, { cases, measurements }: Analysis): Finding[] {
  const measured = cases.filter(({ status, case: { cold } }) => status === 'ok' && !cold);
  return [...groupBy(measured, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const alone = same.filter(
      ({ case: { engine, workers, cores } }) => engine !== PROMISES && workers <= cores,
    );
    const [first, ...others] = alone;
    if (!first) return [];
    const shown = others.reduce((a, b) => (b.case.workers < a.case.workers ? b : a), first);
    const share = waitingShare(record, shown);
    // Other load makes tasks wait for a CPU; only what a hypervisor takes unseen could look like this, and not for half.
    if (!liesAbove(share, isQuiet(shown) ? WORTH_A_WORD : MOSTLY)) return [];
    const all = cases.filter(({ case: one }) => workKey(one) === workKey(shown.case));
    const { what, advice } = toDo({ record, measurements }, all, shown, share);
    return [
      {
        check: 'tasks-wait',
        severity: 'info' as const,
        cases: same.map((result) => result.case.id),
        message: `${nameWork(shown.case, record.header.plan.cases)}: its tasks wait outside the CPU for ${formatPercentInterval(share)} of their time, measured with ${nameSetting(shown.case)}${what === '' ? '' : `: ${what}`}.`,
        advice,
      },
    ];
  });
}

/** Where chunks tell nothing, what the pass before the rounds told: once, so only if it is most of the time. */
function waitingShare(record: RunRecord, shown: CaseResult): Interval | null {
  const share = meanOverRounds(record, shown, (seen) => workerTimesIn(seen).blockedShare);
  const { cpuShare } = scenarioOf(record, shown);
  if (share !== null || cpuShare === undefined) return share;
  const waiting = 1 - cpuShare;
  return waiting > MOSTLY ? exactly(waiting) : null;
}

function scenarioOf({ header }: RunRecord, { case: one }: CaseResult) {
  return header.scenarios.find(({ name, params }) => scenarioKey({ name, params }) === workKey(one))!;
}

/** What is known of waiting together, and what to do about it; `all` are the cases of the work. */
function toDo(
  { record, measurements }: { record: RunRecord; measurements: Measurements },
  all: readonly CaseResult[],
  shown: CaseResult,
  share: Interval,
): { what: string; advice: string } {
  const [perCore, fewest, most] = [share.value, share.low, share.high].map(workersACore);
  const more = `more workers than cores may help, about ${perCore!.toFixed(1)} per core (${fewest!.toFixed(1)}–${most!.toFixed(1)})`;
  const sweep = `Sweep further, with --workers 1..${Math.ceil(perCore! * shown.case.cores)}; within a chunk tasks run one after another, asynchronous ones too.`;
  const usable = all.filter(({ status, case: { cold } }) => status === 'ok' && !cold);
  const atOnce = atOnceOf(usable, measurements);
  if (!atOnce) {
    const compare =
      share.value < MOSTLY || !couldRunAtOnce(record, all)
        ? ''
        : ` Tasks that await need no pool: compare with several at once on one thread, --engine ${enginesWithPromises(usable)}.`;
    return { what: more, advice: `They wait for files, a network, a timer or a lock.${compare} ${sweep}` };
  }
  if (atOnce.isBlocked) {
    const what = `${atOnce.clauses[0]}, so each keeps its thread while it waits`;
    return { what, advice: `They call something that blocks: use its asynchronous form. ${sweep}` };
  }
  if (atOnce.clauses.length === 0)
    return { what: '', advice: 'Measure longer to tell what waiting together gains.' };
  return {
    what: atOnce.clauses.join('; '),
    advice:
      'Start that many tasks at once and await them together: what they wait for works meanwhile (a timer, a network, files, other processes). A pool is for tasks that compute.',
  };
}

/** Nobody tried yet, and the tasks are of a kind that could. */
function couldRunAtOnce(record: RunRecord, all: readonly CaseResult[]): boolean {
  const isTried = all.some(({ case: { engine } }) => engine === PROMISES);
  const isConsumed = all.every(({ case: { dispatch } }) => dispatch === 'consume');
  const isCommand = all.some(({ case: one }) => one.command !== undefined);
  return !isTried && !isConsumed && !isCommand && !scenarioOf(record, all[0]!).openEnded;
}

/** `serial,promises,threads` */
function enginesWithPromises(same: readonly CaseResult[]): string {
  const engines = new Set(same.map(({ case: { engine } }) => engine).filter((engine) => engine !== 'serial'));
  return ['serial', PROMISES, ...engines].join(',');
}

function workersACore(waiting: number): number {
  return 1 / (1 - Math.min(waiting, 0.99));
}

type Measured = CaseResult & { speedup: Interval };

/** What tasks that wait reach on one thread, and what a pool adds to that: clauses, each only where its interval tells. */
interface AtOnce {
  clauses: string[];
  /** More at once gain nothing: what waits keeps its thread. */
  isBlocked: boolean;
}

/** Undefined where promises were not measured. */
function atOnceOf(same: readonly CaseResult[], measurements: Measurements): AtOnce | undefined {
  const promises = fastest(same.filter(({ case: { engine } }) => engine === PROMISES));
  if (!promises) return undefined;
  const { speedup } = promises;
  const here = nameWorkers(promises.case);
  if (speedup.high < WORTH_A_POOL)
    return { isBlocked: true, clauses: [`${here} gains nothing: ${formatRatioInterval(speedup)}`] };
  if (speedup.low <= 1) return { isBlocked: false, clauses: [] };
  const gain = `${here} is ${formatRatio(speedup.value)} as fast as serial (${formatInterval(speedup)}), without a pool`;
  const pool = fastest(same.filter(({ case: { engine } }) => isPool(engine)));
  return { isBlocked: false, clauses: [gain, ...(pool ? beyond(pool, promises, measurements) : [])] };
}

function fastest(results: readonly CaseResult[]): Measured | undefined {
  const measured = results.filter((result): result is Measured => result.speedup !== null);
  return measured.sort((a, b) => b.speedup.value - a.speedup.value)[0];
}

/** Throughput of the pool ÷ that of promises, within rounds. */
function beyond(pool: Measured, promises: Measured, measurements: Measurements): string[] {
  const { kept } = roundRatiosBetween(measurements, pool.case.id, promises.case.id);
  const ratio = ratioInterval(restingOn(kept).used.map(({ logRatio }) => logRatio));
  if (ratio === null) return [];
  const [name, figure] = [nameSetting(pool.case), formatRatioInterval(ratio)];
  const isSame = ratio.low >= 1 - EQUIVALENCE_MARGIN && ratio.high <= 1 + EQUIVALENCE_MARGIN;
  if (isSame) return [`the fastest pool that was measured, ${name}, adds nothing: ${figure} of that speed`];
  if (ratio.high < 1)
    return [`the fastest pool that was measured, ${name}, is slower: ${figure} of that speed`];
  return ratio.low > 1 ? [`a pool adds to that: ${name} reach ${figure} of that speed`] : [];
}
