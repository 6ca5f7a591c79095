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
 * what is said of it, not its place.
 */
export function rank(choices: readonly Choice[]): RankedChoice[] {
  const ordered = choices
    .toSorted(byCost)
    .map((choice, i): RankedChoice => ({ ...choice, rank: i + 1, outranks: null }));
  const measured = ordered.filter(isMeasuredChoice);
  return ordered.map((choice) =>
    isMeasuredChoice(choice)
      ? choice
      : { ...choice, outranks: measured.find((other) => other.rank > choice.rank) ?? null },
  );
}

function isMeasuredChoice({ setting }: Choice): boolean {
  return isMeasured(setting.provenance);
}

function byCost(a: Choice, b: Choice): number {
  return (
    a.costPerHour.value - b.costPerHour.value ||
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
