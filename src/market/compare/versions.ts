import { UsageError } from '../../errors.js';
import { ASSUMED_BETWEEN_RUNS } from '../../insight/analysis/index.js';
import {
  counted,
  EQUIVALENCE_MARGIN,
  formatPercent,
  formatRate,
  formatRatioInterval,
} from '../../stats/index.js';
import { compareFamily, type Sides } from './comparison.js';
import { type ComparisonOptions, documentOf, pricedGroups } from './document.js';
import { type Entrant, entrantsOf, entriesOf } from './entries.js';
import { type JoinedWork, refuseOtherCode, worksOf } from './joined-work.js';
import { type Measured, meanLog, nameOf, settingKey, settingOf, throughputInterval } from './measured.js';
import type { ComparedRecord } from './records.js';
import { refuse } from './refusals.js';
import type { ComparisonDocument, Setting, SettingComparison } from './schema.js';
import { nameChange, nameMore } from './wording.js';

export const BEFORE = 'before';
export const AFTER = 'after';

/**
 * What changed from one side to the other, at the same setting. The answer rests on the setting that is fastest over
 * both sides together, so that neither gains by having been lucky; the other settings are a family of their own.
 * Throws UsageError where the records cannot be compared, or differ in code within a side.
 */
export function compareVersions(
  after: readonly ComparedRecord[],
  before: readonly ComparedRecord[],
  options: ComparisonOptions,
): ComparisonDocument {
  refuse([...after, ...before], options.catalog);
  const advice = 'Each side is one version: compare the others one by one.';
  refuseOtherCode(worksOf(before), 'the records of --against', advice);
  refuseOtherCode(worksOf(after), 'the records before --against', advice);
  const sides = [
    { name: BEFORE, records: before },
    { name: AFTER, records: after },
  ];
  const groups = pricedGroups(sides, options.catalog);
  const works = worksOf([...before, ...after]);
  const joined = works.flatMap((work) => joinedAt(entrantsOf(groups, work), work));
  if (joined.length === 0) throw nothingInCommon(before, after);
  const answers = compareFamily(
    joined.map(({ settings }) => settings[0]!),
    options.margin,
  );
  const others = joined.flatMap((each) => each.settings.slice(1).map((of) => ({ work: each.work, of })));
  const told = compareFamily(
    others.map(({ of }) => of),
    options.margin,
  );
  const answered = joined.map(({ work, entrants }, i) => {
    const rest = told.filter((_, other) => others[other]!.work === work);
    const comparisons: SettingComparison[] = [answers[i]!, ...rest];
    return {
      work,
      entries: entriesOf(entrants),
      comparisons,
      ...versionsAnswer(work, comparisons, entrants),
    };
  });
  return documentOf('versions', groups, works, answered, options);
}

interface Joined {
  work: JoinedWork;
  entrants: Entrant[];
  /** The settings that both sides have; the first one is the answer's. */
  settings: Sides[];
}

function joinedAt(entrants: readonly Entrant[], work: JoinedWork): Joined[] {
  const [before, after] = entrants;
  if (!before || !after) return [];
  const both = before.all.flatMap((measured) => {
    const other = after.all.find(({ key }) => key === measured.key);
    return other ? [{ measured, other }] : [];
  });
  const ranked = [...both].sort((a, b) => together(b) - together(a));
  const [answer] = ranked;
  if (!answer) return [];
  return [
    {
      work,
      entrants: [
        { ...before, best: answer.measured },
        { ...after, best: answer.other },
      ],
      settings: ranked.map((pair, i) => sidesOf(pair, i === 0)),
    },
  ];
}

/** Twice the mean log throughput of both sides. */
function together({ measured, other }: { measured: Measured; other: Measured }): number {
  return meanLog(measured) + meanLog(other);
}

function sidesOf({ measured, other }: { measured: Measured; other: Measured }, isAnswer: boolean): Sides {
  return {
    of: { name: AFTER, measured: other },
    to: { name: BEFORE, measured },
    setting: settingOf(measured.results[0]!.result.case),
    isAnswer,
  };
}

function nothingInCommon(before: readonly ComparedRecord[], after: readonly ComparedRecord[]): UsageError {
  const told = (records: readonly ComparedRecord[]) =>
    worksOf(records)
      .map(({ title, params }) => `${title} ${JSON.stringify(params)}`)
      .join(', ');
  return new UsageError(
    `The two sides have nothing in common: before ran ${told(before)}; after ran ${told(after)}. Records are joined by scenario, parameters and setting, and a figure needs two rounds.`,
  );
}

/** What changed at the fastest setting, over what that rests, and what became of the others. */
function versionsAnswer(
  work: JoinedWork,
  [answer, ...others]: readonly SettingComparison[],
  entrants: readonly Entrant[],
): { headline: string; why: string } {
  const [before, after] = entrants.map(({ best }) => throughputInterval(best).value);
  const rates = `${formatRate(before!)} → ${formatRate(after!)} ${work.openEnded ? 'turns' : 'tasks'} a second`;
  const more = answer!.verdict === 'cannot tell yet' ? nameMore(answer!.moreRecords) : '';
  return {
    headline: `${work.title}, ${nameOf(answer!.setting!)}: ${changeOf(answer!)}, ${rates}${more}.`,
    why: [basisOf(answer!), othersOf(others), fastestOf(entrants)].filter((text) => text !== '').join(' '),
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
  if (design === 'pairs') return `Over ${counted(records.of, 'pair')} of records that were made alternately.`;
  if (design === 'means')
    return `Over ${counted(records.to, 'record')} before and ${counted(records.of, 'record')} after.`;
  return `With one record per side, two runs of the same code are assumed to differ by up to ${formatPercent(ASSUMED_BETWEEN_RUNS)}.`;
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
function fastestOf(entrants: readonly Entrant[]): string {
  const [before, after] = entrants.map(({ all }) => settingOf(all[0]!.results[0]!.result.case));
  const isOther = (one: Setting, other: Setting) => settingKey(one) !== settingKey(other);
  if (!before || !after || !isOther(before, after)) return '';
  return `Fastest before: ${nameOf(before)}; now: ${nameOf(after)}.`;
}
