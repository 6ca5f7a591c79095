import { type Case, isPool, workKey } from '../../../measure/cases/index.js';
import { logHalfWidth } from '../../../stats/index.js';
import type { CaseResult } from '../case-result.js';
import { groupBy } from '../references.js';

/** What a curve needs to know of a case. */
type CurveSetting = Pick<
  Case,
  | 'scenario'
  | 'params'
  | 'engine'
  | 'dispatch'
  | 'workers'
  | 'chunksize'
  | 'chunksizeAsked'
  | 'cores'
  | 'cpus'
  | 'quota'
  | 'cold'
  | 'replica'
>;

/** Cases that differ only in their workers: one fixed setting, never the best of each count. */
export interface Curve<C = CaseResult>
  extends Pick<Case, 'scenario' | 'params' | 'engine' | 'dispatch' | 'cores' | 'cpus' | 'quota'> {
  /** As asked for, since what `auto` comes to changes with the workers. */
  chunksize: number | 'auto';
  /** Measured, started warm; ascending by workers. */
  cases: readonly C[];
}

/** The curves that cases make, in the order of the cases; one case makes a curve too. */
export function curvesOf<C extends { status: string }>(
  cases: readonly C[],
  settingOf: (one: C) => CurveSetting,
): Curve<C>[] {
  const points = cases
    .filter((one) => one.status === 'ok' && isPoint(settingOf(one)))
    .flatMap((one) => askedOf(settingOf(one)).map((chunksize) => ({ one, chunksize })));
  const groups = groupBy(points, ({ one, chunksize }) => curveKey(settingOf(one), chunksize));
  const curves = [...groups.values()].map((same) => {
    const { scenario, params, engine, dispatch, cores, cpus, quota } = settingOf(same[0]!.one);
    const ascending = same.map(({ one }) => one).sort((a, b) => settingOf(a).workers - settingOf(b).workers);
    return {
      ...{ scenario, params, engine, dispatch, cores, cpus },
      ...(quota !== undefined && { quota }),
      chunksize: same[0]!.chunksize,
      cases: ascending,
    };
  });
  return withoutRepeats(curves);
}

/** A cold start is a point of another kind: a line through both would mix them. */
function isPoint({ engine, cold }: CurveSetting): boolean {
  return isPool(engine) && !cold;
}

/** What a case was asked for as; references that nobody asked for stand under the chunksize they have. */
function askedOf({ chunksize, chunksizeAsked }: CurveSetting): readonly (number | 'auto')[] {
  return chunksizeAsked.length > 0 ? chunksizeAsked : [chunksize];
}

function curveKey(one: CurveSetting, chunksize: number | 'auto'): string {
  const { engine, dispatch, cores, cpus, quota, replica } = one;
  return JSON.stringify([workKey(one), engine, dispatch, chunksize, cores, cpus, quota, replica]);
}

/** A chunksize and an `auto` that came to it at every count are one curve. */
function withoutRepeats<C>(all: readonly Curve<C>[]): Curve<C>[] {
  return all.filter(
    (a, i) => !all.some((b, j) => isWithin(a, b) && (a.cases.length < b.cases.length || j < i)),
  );
}

function isWithin<C>(a: Curve<C>, b: Curve<C>): boolean {
  return a !== b && a.cases.length <= b.cases.length && a.cases.every((one) => b.cases.includes(one));
}

/** Throughput at a worker count with its 95 % interval, tasks/s (turns/s of open-ended scenarios). */
export interface CurvePoint {
  workers: number;
  throughput: number;
  low: number;
  high: number;
}

/**
 * Every ratio to one worker has that worker's noise in it, so that the points' errors are not independent, as a
 * fit takes them to be, and one worker seems to have none. Where all counts are about as noisy, half of the
 * variance is the one worker's: it is taken out of the others and given to that point. Points are ascending; two
 * are no fit, and their range is as wide as the ratio says.
 */
export function withoutCommonError(points: readonly CurvePoint[]): CurvePoint[] {
  const [one, ...others] = points;
  if (one?.workers !== 1 || others.length < 2) return [...points];
  const common = Math.min(...others.map(varianceOf)) / 2;
  return [
    withVariance(one, common),
    ...others.map((point) => withVariance(point, varianceOf(point) - common)),
  ];
}

/** In squares of the interval's half-width, on the log scale. */
function varianceOf(point: CurvePoint): number {
  return logHalfWidth(point) ** 2;
}

function withVariance({ workers, throughput }: CurvePoint, variance: number): CurvePoint {
  const factor = Math.exp(Math.sqrt(variance));
  return { workers, throughput, low: throughput / factor, high: throughput * factor };
}
