import { listed } from '../../../stats/index.js';
import type { AnsweredWork, JoinedWork } from '../joined-work.js';
import type { PricedGroup } from '../price.js';
import type { ComparedRecord } from '../records.js';
import type { ComparisonDocument, Doubt } from '../schema.js';

/** What a check looks at. */
export interface DoubtContext {
  readonly kind: ComparisonDocument['kind'];
  readonly groups: readonly PricedGroup[];
  /** Of all groups, in their order. */
  readonly records: readonly ComparedRecord[];
  /** Everything any record ran. */
  readonly works: readonly JoinedWork[];
  /** What there is an answer to. */
  readonly answered: readonly AnsweredWork[];
  /** The day on which prices are looked at. */
  readonly today: Date;
}

/** To add one: one file, one test, one line in `index.ts`. */
export type DoubtCheck = (context: DoubtContext) => Doubt[];

/** `20.20.2 (a and b); 22.1.0 (c)`: who has which value; undefined where all have the same. */
export function whoHasWhich(
  records: readonly ComparedRecord[],
  read: (one: ComparedRecord) => string,
): string | undefined {
  const values = [...new Set(records.map(read))];
  if (values.length < 2) return undefined;
  return values
    .map((value) => `${value} (${namesOf(records.filter((one) => read(one) === value))})`)
    .join('; ');
}

const MOST_NAMES = 4;

/** `a, b and c`; of many the first ones and how many more. */
export function namesOf(records: readonly ComparedRecord[]): string {
  const names = records.map(({ name }) => name);
  if (names.length <= MOST_NAMES) return listed(names);
  return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} more`;
}
