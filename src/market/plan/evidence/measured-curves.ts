import {
  ASSUMED_RUN_DEVIATION,
  type CaseResult,
  type CurveFit,
  groupBy,
  memoryGrowth,
  takenShare,
  withoutCommonError,
} from '../../../insight/analysis/index.js';
import { type FreeQuota, freeQuotas } from '../../../insight/findings/index.js';
import { dispatcherSaturatesAt } from '../../../insight/pool-model/index.js';
import { scenarioKey, workKey } from '../../../measure/cases/index.js';
import { isVirtualIn, type RunRecord } from '../../../record/index.js';
import { exactly, halfWidthOf, type Interval, productOf, scaledBy, sum } from '../../../stats/index.js';
import type { AnalysedRecord, Evidence, MeasuredCurve } from './evidence.js';
import { isNarrow } from './undecided.js';

/** A record, what it means, and the scenario in question. */
interface CurveSource extends AnalysedRecord {
  scenario: RunRecord['header']['scenarios'][number];
}

interface CurvesFound extends Pick<Evidence, 'curves' | 'isolated'> {
  /** Left out, since their intervals are so wide that they tell no number of instances. */
  wide: readonly MeasuredCurve[];
}

/** The curves of one scenario on the widest set of cores it was measured on. */
export function curvesFrom(source: CurveSource): CurvesFound {
  const { insight, scenario } = source;
  const key = scenarioKey(scenario);
  const fits = insight.fits.filter(({ curve }) => workKey(curve) === key);
  const widest = Math.max(...fits.map(({ curve }) => curve.cores));
  const widestFits = fits.filter(({ curve }) => curve.cores === widest);
  const free = widestFits.filter(({ curve }) => curve.quota === undefined);
  const whole = free.length > 0 ? free : widestFits;
  const recommended = new Set(insight.recommendations.map(({ caseId }) => caseId));
  const quotas = freeQuotas(source.record, insight);
  const measured = (of: (fit: CurveFit) => MeasuredCurve['points']) =>
    whole
      .map((fit) =>
        curveFrom(fit, withoutHidden(of(fit), fit, source.record), {
          recommended,
          mostFed: mostFed(fit, source),
          record: source.record,
          quotas,
        }),
      )
      .filter(({ points }) => points.length > 0);
  const ceilings = groupBy(
    measured(({ ceiling }) => ceiling),
    ({ engine }) => engine,
  );
  const all = measured(({ points }) => points);
  return {
    curves: furthest(all.filter(isNarrow)),
    isolated: [...ceilings.values()].map(isolated).filter(isNarrow),
    wide: all.filter((curve) => !isNarrow(curve)),
  };
}

/** A fall behind fewer workers is none where the load that disturbed all rounds of the case may have made it. */
function withoutHidden(
  points: MeasuredCurve['points'],
  { curve }: CurveFit,
  record: RunRecord,
): MeasuredCurve['points'] {
  return points.filter(({ workers, throughput }) => {
    const result = curve.cases.find((one) => one.case.workers === workers);
    const best = Math.max(0, ...points.filter((one) => one.workers < workers).map((one) => one.throughput));
    if (result?.basis !== 'all' || throughput > best) return true;
    return throughput / (1 - takenShare(record, result.case)) <= best;
  });
}

/** Settings of which fewer counts could be used than of others would win by what nobody measured of them. */
function furthest(curves: readonly MeasuredCurve[]): MeasuredCurve[] {
  const reach = ({ points }: MeasuredCurve) => points.at(-1)!.workers;
  const most = Math.max(...curves.map(reach));
  return curves.filter((curve) => reach(curve) === most);
}

/** One ceiling is measured for all curves of an engine, with tasks handed out one by one. */
function isolated([curve, ...others]: readonly MeasuredCurve[]): MeasuredCurve {
  const all = [curve!, ...others];
  const widest = all.reduce((a, b) => (b.points.length > a.points.length ? b : a));
  const isRecommended = all.some((one) => one.isRecommended);
  return {
    ...widest,
    dispatch: 'imapUnordered',
    chunksize: 1,
    mostFed: Number.POSITIVE_INFINITY,
    isRecommended,
  };
}

interface CurveContext {
  recommended: ReadonlySet<string>;
  mostFed: number;
  record: RunRecord;
  quotas: readonly FreeQuota[];
}

/** Those of the same setting, at the counts of the curve. */
function quotasOf({ cases }: CurveFit['curve'], quotas: readonly FreeQuota[]): Map<number, number> {
  const key = ({ engine, dispatch, chunksize, workers, cpus }: CaseResult['case']) =>
    JSON.stringify([engine, dispatch, chunksize, workers, cpus]);
  return new Map(
    cases.flatMap(({ case: one }) => {
      const found = quotas.find((each) => workKey(each.case) === workKey(one) && key(each.case) === key(one));
      return found ? [[one.workers, found.quota] as const] : [];
    }),
  );
}

function curveFrom(
  { curve, machine }: CurveFit,
  points: MeasuredCurve['points'],
  { recommended, mostFed, record, quotas }: CurveContext,
): MeasuredCurve {
  const { engine, dispatch, chunksize, cases } = curve;
  const free = quotasOf(curve, quotas);
  const memory = memoryGrowth(
    record,
    cases.map((one) => one.case),
  );
  return {
    ...{ engine, dispatch, chunksize, machine },
    points: withoutCommonError(points),
    drift: productOf(driftOf(curve, record), loadBeside(cases, record)),
    memoryPerWorkerMiB: memory?.perWorkerMiB ?? null,
    ...(memory && { baseMemoryMiB: memory.baseMiB }),
    ...(free.size > 0 && { freeQuotas: free }),
    mostFed,
    isRecommended: cases.some((one) => recommended.has(one.case.id)),
  };
}

/** What the thread that feeds the workers takes for a chunk says how many it can feed; what was measured, it can. */
function mostFed({ curve }: CurveFit, { insight, scenario }: CurveSource): number {
  const work = { scenario: scenario.name, params: scenario.params };
  const costs = insight.poolCosts(work, curve.engine);
  if (costs === undefined) return Number.POSITIVE_INFINITY;
  const widest = curve.cases.at(-1)!.case;
  const chunks = { taskMs: sum(scenario.taskMs) / scenario.tasks, chunksize: widest.chunksize, costs };
  return Math.max(widest.workers, Math.floor(dispatcherSaturatesAt(chunks)));
}

/**
 * Points are ratios within rounds, times what one worker did; that is as sure as its interval over rounds, and as the
 * next run is like this one.
 */
function driftOf({ engine, cases: [one] }: CurveFit['curve'], { header }: RunRecord): Interval {
  const throughput = one?.throughput;
  const own = throughput ? scaledBy(throughput, 1 / throughput.value) : exactly(1);
  return isVirtualIn(header, engine) ? own : productOf(own, betweenRuns);
}

/** Without the load that disturbed all of a case's rounds it might have done so much more. */
function loadBeside(cases: CurveFit['curve']['cases'], record: RunRecord): Interval {
  const disturbed = cases.filter(({ basis }) => basis === 'all');
  const share = Math.max(0, ...disturbed.map((result) => takenShare(record, result.case)));
  return { value: 1, low: 1, high: 1 / (1 - share) };
}

const SPREAD = Math.exp(halfWidthOf(ASSUMED_RUN_DEVIATION));
/** How the height of a curve may differ in another run. */
export const betweenRuns: Interval = { value: 1, low: 1 / SPREAD, high: SPREAD };
