import { ASSUMED_BETWEEN_RUNS } from '../../insight/analysis/index.js';
import {
  counted,
  EQUIVALENCE_MARGIN,
  formatPercent,
  formatRate,
  formatRatioInterval,
} from '../../stats/index.js';
import type { Candidate } from './entries.js';
import { throughputInterval } from './measured.js';
import type { Setting, SettingComparison } from './schema.js';
import { nameOf, settingKey, settingOf } from './setting.js';
import { nameChange, nameMore } from './wording.js';
import type { Work } from './work.js';

/** What changed at the fastest setting, over what that rests, and what became of the others. */
export function versionsAnswer(
  work: Work,
  [answer, ...others]: readonly SettingComparison[],
  candidates: readonly Candidate[],
): { headline: string; why: string } {
  const [before, after] = candidates.map(({ best }) => throughputInterval(best).value);
  const rates = `${formatRate(before!)} → ${formatRate(after!)} ${work.openEnded ? 'turns' : 'tasks'} a second`;
  const more = answer!.verdict === 'cannot tell yet' ? nameMore(answer!.moreRecords) : '';
  return {
    headline: `${work.title}, ${nameOf(answer!.setting!)}: ${changeOf(answer!)}, ${rates}${more}.`,
    why: [basisOf(answer!), othersOf(others), fastestOf(candidates)].filter((text) => text !== '').join(' '),
  };
}

function changeOf({ verdict, ratio }: SettingComparison): string {
  if (verdict === 'same')
    return `the same within ${formatPercent(EQUIVALENCE_MARGIN)}, ${formatRatioInterval(ratio)}`;
  if (verdict === 'cannot tell yet')
    return `cannot tell yet whether it became faster or slower, ${formatRatioInterval(ratio)}`;
  return nameChange(ratio);
}

function basisOf({ design, records }: SettingComparison): string {
  if (design === 'pairs') return `Over ${counted(records.of, 'pair')} of records that were made in turns.`;
  if (design === 'means')
    return `Over ${counted(records.to, 'record')} before and ${counted(records.of, 'record')} after.`;
  return `From one record of a side, so runs are assumed to differ by up to ${formatPercent(ASSUMED_BETWEEN_RUNS)} by themselves.`;
}

function othersOf(others: readonly SettingComparison[]): string {
  if (others.length === 0) return '';
  const count = (verdict: SettingComparison['verdict']) =>
    others.filter((one) => one.verdict === verdict).length;
  const told = (['slower', 'faster', 'same', 'cannot tell yet'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict === 'same' ? 'the same' : verdict}`);
  return `Of ${counted(others.length, 'other setting')}: ${told.join(', ')}.`;
}

/** Only where the fastest setting is another one now. */
function fastestOf(candidates: readonly Candidate[]): string {
  const [before, after] = candidates.map(({ all }) => settingOf(all[0]!.results[0]!.result.case));
  const isOther = (one: Setting, other: Setting) => settingKey(one) !== settingKey(other);
  if (!before || !after || !isOther(before, after)) return '';
  return `Fastest before: ${nameOf(before)}; now: ${nameOf(after)}.`;
}
