import { UsageError } from '../../errors.js';
import { groupBy, nameWork } from '../../insight/analysis/index.js';
import { scenarioKey } from '../../measure/cases/index.js';
import type { RecordHeader } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import type { ComparedRecord } from './records.js';
import type { Entry, SettingComparison } from './schema.js';

type Scenario = RecordHeader['scenarios'][number];

/** A scenario with its parameters, as one record ran it. */
interface RecordedWork {
  readonly record: ComparedRecord;
  readonly scenario: Scenario;
}

/** A work with everything that is said of it. */
export interface AnsweredWork {
  readonly work: JoinedWork;
  readonly entries: readonly Entry[];
  readonly comparisons: readonly SettingComparison[];
  readonly headline: string;
  readonly why: string;
}

/** The same scenario with the same parameters in several records. */
export interface JoinedWork {
  readonly key: string;
  readonly scenario: string;
  readonly params: Scenario['params'];
  readonly title: string;
  readonly openEnded: boolean;
  readonly recorded: readonly RecordedWork[];
}

/** What the records ran, joined by scenario and parameters, in order of first appearance. */
export function worksOf(records: readonly ComparedRecord[]): JoinedWork[] {
  const recorded = records.flatMap((record) =>
    record.record.header.scenarios.map((scenario) => ({ record, scenario })),
  );
  const all = recorded.map(({ scenario: { name, params } }) => ({ scenario: name, params }));
  const groups = groupBy(recorded, ({ scenario: { name, params } }) => scenarioKey({ name, params }));
  return [...groups].map(([key, group]) => {
    const { name, params, openEnded } = group[0]!.scenario;
    const title = nameWork({ scenario: name, params }, all);
    return { key, scenario: name, params, title, openEnded, recorded: group };
  });
}

/** Records by the content hash of this work, where it could be loaded. */
export function codesOf({ recorded }: JoinedWork): Map<string, string[]> {
  const loaded = recorded.filter(({ scenario }) => scenario.hash !== '');
  const byHash = groupBy(loaded, ({ scenario }) => scenario.hash);
  return new Map([...byHash].map(([hash, of]) => [hash, of.map(({ record }) => record.name)]));
}

/**
 * Throws UsageError where these records ran different code under the same name: their difference would be said of
 * the machine, or hide in a mean.
 */
export function refuseOtherCode(works: readonly JoinedWork[], among: string, advice: string): void {
  for (const work of works) {
    const codes = codesOf(work);
    if (codes.size < 2) continue;
    const told = [...codes].map(([hash, names]) => `${hash.slice(0, 12)} in ${listed(names)}`);
    throw new UsageError(`The code of ${work.title} differs among ${among}: ${told.join('; ')}. ${advice}`);
  }
}
