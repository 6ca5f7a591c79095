import { type Case, scenarioKey, workKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import {
  formatCount,
  formatMsInterval,
  formatRatioInterval,
  type Interval,
  jackknifeInterval,
  liesAbove,
  liesBelow,
  mean,
  sum,
} from '../../stats/index.js';
import { type Analysis, type CaseResult, nameWork, nameWorkers } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { medianOverRounds, ratioBetween, sharedRounds } from './over-rounds.js';

/** A pass that takes this many times as long cold as warm costs nothing to start. */
const NOTHING = 1;
/** A warm pool this fast pays for no start. */
const AS_SERIAL = 1;

/**
 * What starting the pool costs, and from how many tasks on it pays, for the case to use of each scenario. The whole
 * interval of a cold pass ÷ a warm one, within rounds, lies above 1.
 */
export function coldStart(record: RunRecord, analysis: Analysis): Finding[] {
  const works = new Map(analysis.cases.map(({ case: one }) => [workKey(one), one]));
  return [...works.keys()].flatMap((key) => {
    const same = analysis.cases.filter((result) => workKey(result.case) === key);
    const pair = pairToShow(same, analysis);
    return pair && isDearer(pair, record) ? [findingOf(pair, same, record)] : [];
  });
}

interface Pair {
  cold: CaseResult;
  warm: CaseResult;
}

/** The recommended case, where it has a cold twin; else the one whose cold start is the fastest. */
function pairToShow(results: readonly CaseResult[], { recommendations }: Analysis): Pair | undefined {
  const recommended = new Set(recommendations.map(({ caseId }) => caseId));
  const pairs = results.flatMap((cold) => {
    const warm = cold.case.cold && results.find((result) => isTwin(result.case, cold.case));
    return warm && cold.speedup && warm.speedup ? [{ cold, warm }] : [];
  });
  const bySpeed = pairs.sort((a, b) => b.cold.speedup!.value - a.cold.speedup!.value);
  return bySpeed.find(({ warm }) => recommended.has(warm.case.id)) ?? bySpeed[0];
}

function isTwin(warm: Case, cold: Case): boolean {
  return !warm.cold && `${warm.id}/cold` === cold.id;
}

function isDearer({ cold, warm }: Pair, record: RunRecord): boolean {
  return liesAbove(ratioBetween(record, cold, warm, passMs), NOTHING);
}

function findingOf({ cold, warm }: Pair, same: readonly CaseResult[], record: RunRecord): Finding {
  const name = nameWork(cold.case, record.header.plan.cases);
  const [slow, fast] = [formatRatioInterval(cold.speedup!), formatRatioInterval(warm.speedup!)];
  const startMs = medianOverRounds(record, cold, startOf);
  const start = startMs === null ? '' : `; the workers are ready after ${formatMsInterval(startMs)}`;
  const serial = same.find((result) => result.case.engine === 'serial');
  return {
    check: 'cold-start',
    severity: 'info',
    cases: [cold.case.id],
    message: `${name}: started cold, ${nameWorkers(cold.case)} give ${slow} instead of ${fast}${start}${breakEven({ cold, warm }, serial, record)}.`,
    advice:
      'Start the pool once and keep it; a job that starts one, runs and exits pays for it every time. ' +
      'Closing the pool and starting the program itself come on top.',
  };
}

/** Mean over the workers, ms from the pass's start until they are ready. */
function startOf({ lanes, passes }: Observation): number | null {
  return lanes.length === 0 ? null : mean(lanes.map(({ startupMs }) => startupMs / passes));
}

function passMs({ wallMs, passes }: Observation): number {
  return sum(wallMs) / passes;
}

function breakEven({ cold, warm }: Pair, serial: CaseResult | undefined, record: RunRecord): string {
  const key = workKey(cold.case);
  const tasks = record.header.scenarios.find(
    ({ name, params }) => scenarioKey({ name, params }) === key,
  )?.tasks;
  if (!tasks || !serial) return '';
  if (liesBelow(warm.speedup, AS_SERIAL))
    return '; it is never worth it, because the warm pool is not worth it either';
  const from = liesAbove(warm.speedup, AS_SERIAL)
    ? breakEvenTasks(
        tasks,
        sharedRounds(record, [cold, warm, serial]).map((each) => each.map(passMs)),
      )
    : null;
  if (from === null) return '; whether it is worth it is not clear yet';
  const [about, low, high] = [from.value, from.low, from.high].map(wholeTasks);
  return `: worth it once there are about ${about} such tasks (${low} to ${high}; a pass has ${formatCount(tasks)})`;
}

/** The next whole number, but for what floating point adds to one. */
function wholeTasks(tasks: number): string {
  return formatCount(Math.max(1, Math.ceil(tasks * (1 - Number.EPSILON * 1e3))));
}

/**
 * n tasks take n·t serially and c + n·t/S in a pool started for them, where t is a task's serial time, S the warm
 * speedup and c what a cold pass takes longer than a warm one: equal at n = c / (t·(1 − 1/S)), which is
 * tasks · (cold − warm) ÷ (serial − warm) of the passes' times, here means over rounds. Null where leaving a round out
 * leaves nothing to be known.
 */
function breakEvenTasks(tasks: number, rounds: readonly (readonly number[])[]): Interval | null {
  const of = (some: typeof rounds) => {
    const [cold, warm, serial] = [0, 1, 2].map((i) => sum(some.map((each) => each[i]!)));
    return (tasks * (cold! - warm!)) / (serial! - warm!);
  };
  const without = rounds.map((_, left) => of(rounds.filter((_each, i) => i !== left)));
  const all = [of(rounds), ...without];
  if (!all.every((each) => each > 0 && Number.isFinite(each))) return null;
  return jackknifeInterval(all[0]!, without);
}
