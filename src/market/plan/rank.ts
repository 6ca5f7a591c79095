import type { Choice } from './choice.js';
import { isMeasured, unsureness } from './settings/provenance.js';
import { shapeOf } from './settings/shape.js';

/** A choice in its place. */
export interface RankedChoice extends Choice {
  rank: number;
  /** Not measured, but before one that was: to be said in the same line. */
  outranks: RankedChoice | null;
}

/**
 * By expected cost; of equal ones the surest first, then the one with more cores. How sure a choice is decides
 * what is said of it, not its place; but types of which nothing is known stand behind those that are.
 */
export function rank(choices: readonly Choice[], isKnown: (choice: Choice) => boolean): RankedChoice[] {
  const ordered = choices
    .toSorted((a, b) => Number(isKnown(b)) - Number(isKnown(a)) || byCost(a, b))
    .map((choice, i): RankedChoice => ({ ...choice, rank: i + 1, outranks: null }));
  const measured = ordered.filter(isMeasuredChoice);
  return ordered.map((choice) =>
    isMeasuredChoice(choice)
      ? choice
      : { ...choice, outranks: measured.find((other) => other.rank > choice.rank) ?? null },
  );
}

/** What a choice rests on, in a word: no public data of its type is an assumption. */
export function knownAs(choice: Choice): 'measured' | 'predicted' | 'assumed' {
  if (isMeasuredChoice(choice)) return 'measured';
  return choice.setting.isPredicted ? 'predicted' : 'assumed';
}

function isMeasuredChoice({ setting }: Choice): boolean {
  return isMeasured(setting.provenance);
}

function byCost(a: Choice, b: Choice): number {
  return (
    a.expected.costPerHour - b.expected.costPerHour ||
    unsureness(a.setting.provenance) - unsureness(b.setting.provenance) ||
    shapeOf(b.instance).physicalCores - shapeOf(a.instance).physicalCores ||
    b.instance.vcpus - a.instance.vcpus ||
    b.instance.memoryGiB - a.instance.memoryGiB ||
    nameOf(a).localeCompare(nameOf(b))
  );
}

function nameOf({ instance: { provider, region, name } }: Choice): string {
  return `${provider}/${region}/${name}`;
}
