import { type Analysis, type CaseResult, nameWork, nameWorkers, workKey } from '../analysis/index.js';
import type { Case } from '../cases/index.js';
import type { Observation, RunRecord } from '../record/index.js';
import { formatCount, formatMs, formatRatio, median } from '../stats/index.js';
import type { Finding } from './finding.js';

/** What starting the pool costs, and from how many tasks on it pays, for the case to use of each scenario. */
export function coldStart(record: RunRecord, analysis: Analysis): Finding[] {
  const works = new Map(analysis.cases.map(({ case: one }) => [workKey(one), one]));
  return [...works.keys()].flatMap((key) => {
    const same = analysis.cases.filter((result) => workKey(result.case) === key);
    const pair = pairToShow(same, analysis);
    return pair ? [findingOf(pair, same, record)] : [];
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

function findingOf({ cold, warm }: Pair, same: readonly CaseResult[], record: RunRecord): Finding {
  const name = nameWork(cold.case, record.header.plan.cases);
  const [slow, fast] = [formatRatio(cold.speedup!.value), formatRatio(warm.speedup!.value)];
  const startMs = startOf(cold.case, record);
  const start = startMs === undefined ? '' : `; the workers are ready after ${formatMs(startMs)}`;
  const serial = same.find((result) => result.case.engine === 'serial');
  return {
    check: 'cold-start',
    severity: 'info',
    cases: [cold.case.id],
    message: `${name}: started cold, ${nameWorkers(cold.case)} give ${slow} instead of ${fast}${start}${breakEven({ cold, warm }, serial, record)}.`,
    advice:
      'Start the pool once and keep it; a job that starts one, runs and exits pays for it every time. ' +
      'Ending the pool, and starting the program around it, come on top.',
  };
}

/** Median time until all workers were ready. */
function startOf({ id }: Case, { lines }: RunRecord): number | undefined {
  const own = lines.filter((line): line is Observation => line.kind === 'observation' && line.case === id);
  const perPass = own.flatMap(({ lanes, passes }) => lanes.map(({ startupMs }) => startupMs / passes));
  return perPass.length > 0 ? median(perPass) : undefined;
}

/**
 * n tasks take n·t serially and c + n·t/S in a pool started for them, where t is a task's serial time, S the warm
 * speedup and c what a cold pass takes longer than a warm one: equal at n = c / (t·(1 − 1/S)).
 */
function breakEven({ cold, warm }: Pair, serial: CaseResult | undefined, { header }: RunRecord): string {
  const key = workKey(cold.case);
  const tasks = header.scenarios.find(
    ({ name, params }) => workKey({ scenario: name, params }) === key,
  )?.tasks;
  if (!tasks || !serial?.wallMs || !cold.wallMs || !warm.wallMs) return '';
  if (warm.speedup!.low <= 1) return '; it never pays, since the warm pool does not either';
  const taskMs = serial.wallMs.median / tasks;
  const costMs = Math.max(0, cold.wallMs.median - warm.wallMs.median);
  const from = Math.max(1, Math.ceil(costMs / (taskMs * (1 - 1 / warm.speedup!.value))));
  return `: worth it from about ${formatCount(from)} such tasks on (a pass has ${formatCount(tasks)})`;
}
