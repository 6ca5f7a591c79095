import type { Observation, RunRecord } from '../../record/index.js';
import { type Interval, meanInterval, medianInterval, ratioInterval } from '../../stats/index.js';
import { byRound, type CaseResult, disturbedIn, restingOn } from '../analysis/index.js';

/** What one observation tells; nothing where the system does not tell it. */
type Reading = (observation: Observation) => number | null | undefined;

/**
 * Where figures rest on rounds that other load disturbed, that load is a cause as likely as any, and its interval is
 * narrow around what is not the truth: a check that names a cause then stays silent.
 */
export function isQuiet({ basis }: CaseResult): boolean {
  return basis === 'undisturbed';
}

/** Mean over the rounds that the case's figures rest on, with its 95 % interval; null below two of them. */
export function meanOverRounds(record: RunRecord, result: CaseResult, reading: Reading): Interval | null {
  return meanInterval(readingsOf(record, result, reading));
}

/**
 * Median over rounds, of what is mostly small and now and then large, and never below 0: a mean of such values says
 * little. Its interval assumes no shape; below six rounds it spans all of them.
 */
export function medianOverRounds(record: RunRecord, result: CaseResult, reading: Reading): Interval | null {
  const readings = readingsOf(record, result, reading);
  if (readings.length < 2) return null;
  const { median: value, low, high } = medianInterval(readings);
  return { value, low, high };
}

/** Geometric mean over rounds, of what is positive in each of them: a ratio, or a time. */
export function ratioOverRounds(record: RunRecord, result: CaseResult, reading: Reading): Interval | null {
  return ratioInterval(readingsOf(record, result, reading).map(Math.log));
}

/** A reading of one case ÷ the same of another in the same round, over the rounds that have both. */
export function ratioBetween(
  record: RunRecord,
  one: CaseResult,
  other: CaseResult,
  reading: Reading,
): Interval | null {
  const pairs = sharedRounds(record, [one, other]).flatMap((observations) => {
    const [a, b] = observations.map(reading);
    return a == null || b == null ? [] : [Math.log(a / b)];
  });
  return ratioInterval(pairs);
}

/** The observations of the same round, for each round that has one of every case: those that figures rest on. */
export function sharedRounds(record: RunRecord, results: readonly CaseResult[]): Observation[][] {
  const [first, ...others] = results.map((result) => seenBy(record, result));
  const rounds = [...first!.values()].flatMap((seen) => {
    const same = [seen, ...others.flatMap((other) => other.get(seen.round) ?? [])];
    if (same.length < results.length) return [];
    return {
      disturbed: same.some(({ disturbed }) => disturbed),
      observations: same.map(({ observation }) => observation),
    };
  });
  return restingOn(rounds).used.map(({ observations }) => observations);
}

function readingsOf(record: RunRecord, result: CaseResult, reading: Reading): number[] {
  return sharedRounds(record, [result]).flatMap(([observation]) => reading(observation!) ?? []);
}

interface Seen {
  round: number;
  disturbed: boolean;
  observation: Observation;
}

/** One observation a round. */
function seenBy(record: RunRecord, { case: { id } }: CaseResult): ReadonlyMap<number, Seen> {
  const disturbed = disturbedIn(record);
  const own = record.lines.filter(
    (line): line is Observation => line.kind === 'observation' && line.case === id,
  );
  return byRound(
    own.map((observation) => ({
      round: observation.round,
      disturbed: disturbed(observation),
      observation,
    })),
  );
}
