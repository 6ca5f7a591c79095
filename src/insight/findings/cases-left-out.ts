import type { RunRecord } from '../../record/index.js';
import { counted, listed } from '../../stats/index.js';
import {
  type Analysis,
  coverageOf,
  durationOption,
  groupBy,
  nameSetting,
  nameWork,
  runSoFar,
} from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Cases that cannot run here, by reason. */
export function casesSkipped(record: RunRecord, analysis: Analysis): Finding[] {
  return leftOut('skipped', record, analysis).map(({ cases, what, reason }) => ({
    check: 'cases-skipped',
    severity: 'info',
    cases,
    message: `${what} skipped: ${reason}`,
    advice: 'Nothing to do unless you need their figures. If you do, provide what the reason names.',
  }));
}

/** Cases that were left out so that the others could be measured well. */
export function casesDropped(record: RunRecord, analysis: Analysis): Finding[] {
  return leftOut('dropped', record, analysis).map(({ cases, what, reason }) => ({
    check: 'cases-dropped',
    severity: 'warning',
    cases,
    message: `${what} left out: ${reason}`,
    advice: `${moreTime(record, analysis)}, or ask for fewer settings.`,
  }));
}

/** As the answer says. */
function moreTime(record: RunRecord, { cases }: Analysis): string {
  const visited = cases.map(({ case: { engine, role }, status, rounds }) => ({
    engine,
    role,
    status,
    rounds,
  }));
  const { elapsedMs, isTuned } = runSoFar(record);
  const { allMs } = coverageOf(visited, visited, elapsedMs, isTuned);
  return allMs === null ? 'Raise --max-time' : `Raise --max-time to ${durationOption(allMs)}`;
}

interface LeftOut {
  cases: string[];
  what: string;
  reason: string;
}

const NAMED = 3;

function leftOut(status: 'skipped' | 'dropped', { header }: RunRecord, { cases }: Analysis): LeftOut[] {
  const groups = groupBy(
    // A reference was asked for by nobody: what lacks it says so.
    cases.filter(
      (result) => result.status === status && (status === 'skipped' || result.case.role === 'asked'),
    ),
    ({ reason }) => reason ?? 'no reason was recorded.',
  );
  return [...groups].map(([reason, same]) => {
    const names = same.map(({ case: one }) => `${nameWork(one, header.plan.cases)}, ${nameSetting(one)}`);
    const more = names.length > NAMED ? [`${names.length - NAMED} more`] : [];
    const shown = names.slice(0, NAMED).map((name) => `"${name}"`);
    return {
      cases: same.map((result) => result.case.id),
      what: `${counted(same.length, 'case')} (${listed([...shown, ...more])}) ${same.length === 1 ? 'was' : 'were'}`,
      reason,
    };
  });
}
