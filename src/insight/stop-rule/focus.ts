import { type Case, hasSerialByChunk, isReferenceOf, isSameWork, SERIAL } from '../../measure/cases/index.js';
import type { Interval } from '../../stats/index.js';
import { type CaseResult, rankOf } from '../analysis/index.js';
import type { Standings } from './race.js';

/** Rounds that visit every case; after them time goes where the answer is open. */
export const SCREENING_ROUNDS = 3;

/** Settings of a scenario that go on together after the screening. */
const MOST_LEADERS = 3;
/** A setting that is at least this share of the best one so far may still turn out to be the best. */
const NEAR_BEST = 0.9;

type Measured = CaseResult & { speedup: Interval };

/**
 * The cases that the answer depends on: of each scenario serial, the settings that lead, at most three, and those that
 * were not screened yet, with what their figures are ratios to. The others wait until these are decided, as do those
 * that were too `late` (ids) for the whole screening, unless they lead all the same.
 */
export function focusOf(
  cases: readonly Case[],
  analysis: Standings,
  late: ReadonlySet<string> = new Set(),
): Case[] {
  const asked = analysis.cases.filter((result) => isContender(result, cases));
  const free = asked.filter(({ case: one }) => one.quota === undefined);
  const contenders = free.length > 0 ? free : asked;
  const measured = contenders.filter((result): result is Measured => result.speedup !== null);
  const leaders = [
    ...contenders.filter(({ case: { id }, rounds }) => rounds < SCREENING_ROUNDS && !late.has(id)),
    ...measured.filter((result) => isLeader(result, measured)),
  ].map(({ case: one }) => one);
  return cases.filter(
    (one) =>
      (one.engine === SERIAL && !hasSerialByChunk(one)) ||
      leaders.some((leader) => leader.id === one.id || isReferenceOf(one, leader)),
  );
}

/** Fewer cores than allowed, cold starts and replicas answer other questions; so do quotas beside cases without. */
function isContender({ case: one }: CaseResult, cases: readonly Case[]): boolean {
  const answers = one.role === 'asked' && one.cpus === null && !one.cold && one.replica === undefined;
  return answers && one.engine !== SERIAL && cases.some(({ id }) => id === one.id);
}

function isLeader(result: Measured, all: readonly Measured[]): boolean {
  const rivals = all
    .filter(({ case: other }) => isSameWork(other, result.case))
    .sort((a, b) => rankOf(b) - rankOf(a));
  const isNear = rankOf(result) >= NEAR_BEST * rankOf(rivals[0]!);
  return isNear && rivals.indexOf(result) < MOST_LEADERS;
}
