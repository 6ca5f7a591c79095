import { isPool, PROMISES } from '../../measure/cases/index.js';
import {
  EQUIVALENCE_MARGIN,
  formatInterval,
  formatRatio,
  formatRatioInterval,
  type Interval,
  ratioInterval,
} from '../../stats/index.js';
import {
  type CaseResult,
  type Measurements,
  nameSetting,
  nameWorkers,
  restingOn,
  roundRatiosBetween,
  WORTH_A_POOL,
} from '../analysis/index.js';

type Measured = CaseResult & { speedup: Interval };

/** What tasks that wait reach on one thread, and what a pool adds to that: clauses, each only where its interval tells. */
interface AtOnce {
  clauses: string[];
  /** More at once gain nothing: what waits keeps its thread. */
  isBlocked: boolean;
}

/** Undefined where promises were not measured. */
export function atOnceOf(same: readonly CaseResult[], measurements: Measurements): AtOnce | undefined {
  const promises = fastest(same.filter(({ case: { engine } }) => engine === PROMISES));
  if (!promises) return undefined;
  const { speedup } = promises;
  const here = nameWorkers(promises.case);
  if (speedup.high < WORTH_A_POOL)
    return { isBlocked: true, clauses: [`${here} gains nothing: ${formatRatioInterval(speedup)}`] };
  if (speedup.low <= 1) return { isBlocked: false, clauses: [] };
  const gain = `${here} is ${formatRatio(speedup.value)} as fast as serial (${formatInterval(speedup)}), without a pool`;
  const pool = fastest(same.filter(({ case: { engine } }) => isPool(engine)));
  return { isBlocked: false, clauses: [gain, ...(pool ? beyond(pool, promises, measurements) : [])] };
}

function fastest(results: readonly CaseResult[]): Measured | undefined {
  const measured = results.filter((result): result is Measured => result.speedup !== null);
  return measured.sort((a, b) => b.speedup.value - a.speedup.value)[0];
}

/** Throughput of the pool ÷ that of promises, within rounds. */
function beyond(pool: Measured, promises: Measured, measurements: Measurements): string[] {
  const { kept } = roundRatiosBetween(measurements, pool.case.id, promises.case.id);
  const ratio = ratioInterval(restingOn(kept).used.map(({ logRatio }) => logRatio));
  if (ratio === null) return [];
  const [name, figure] = [nameSetting(pool.case), formatRatioInterval(ratio)];
  const isSame = ratio.low >= 1 - EQUIVALENCE_MARGIN && ratio.high <= 1 + EQUIVALENCE_MARGIN;
  if (isSame) return [`the fastest pool that was measured, ${name}, adds nothing: ${figure} of that speed`];
  if (ratio.high < 1)
    return [`the fastest pool that was measured, ${name}, is slower: ${figure} of that speed`];
  return ratio.low > 1 ? [`a pool adds to that: ${name} reach ${figure} of that speed`] : [];
}
