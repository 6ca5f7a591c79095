import { UsageError } from '../../errors.js';
import type { ComparedRecord } from './compared-record.js';
import { compareFamily, type Sides } from './comparison.js';
import { type ComparisonOptions, documentOf, pricedGroups } from './document.js';
import { type Candidate, candidatesOf, entriesOf } from './entries.js';
import { type Measured, meanLog } from './measured.js';
import { refuse } from './refusals.js';
import type { ComparisonDocument, SettingComparison } from './schema.js';
import { settingOf } from './setting.js';
import { versionsAnswer } from './versions-answer.js';
import { refuseOtherCode, type Work, worksOf } from './work.js';

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
  const advice = 'A side is one version: compare others with it one by one.';
  refuseOtherCode(worksOf(before), 'the records of --against', advice);
  refuseOtherCode(worksOf(after), 'the records before --against', advice);
  const sides = [
    { name: BEFORE, records: before },
    { name: AFTER, records: after },
  ];
  const groups = pricedGroups(sides, options.catalog);
  const works = worksOf([...before, ...after]);
  const joined = works.flatMap((work) => joinedAt(candidatesOf(groups, work), work));
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
  const answered = joined.map(({ work, candidates }, i) => {
    const rest = told.filter((_, other) => others[other]!.work === work);
    const comparisons: SettingComparison[] = [answers[i]!, ...rest];
    return {
      work,
      entries: entriesOf(candidates),
      comparisons,
      ...versionsAnswer(work, comparisons, candidates),
    };
  });
  return documentOf('versions', groups, works, answered, options);
}

interface Joined {
  work: Work;
  candidates: Candidate[];
  /** The settings that both sides have; the first one is the answer's. */
  settings: Sides[];
}

function joinedAt(candidates: readonly Candidate[], work: Work): Joined[] {
  const [before, after] = candidates;
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
      candidates: [
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
    `The two sides have nothing in common: before ran ${told(before)}; after ran ${told(after)}. Records are joined by scenario, parameters and setting, and a figure takes two rounds.`,
  );
}
