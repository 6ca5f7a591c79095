import { isPool, PROMISES, SERIAL } from '../cases/index.js';
import {
  EQUIVALENCE_MARGIN,
  formatInterval,
  formatMs,
  formatPercent,
  formatRate,
  formatRatio,
  formatRatioInterval,
  type Interval,
} from '../stats/index.js';
import type { Choice } from './choice.js';
import type { Measurements } from './measurements.js';
import { nameSetting, nameWork, nameWorkers } from './wording.js';

/** One sentence that answers: is it worth it, and with what settings? */
export function headlineOf(choice: Choice, measurements: Measurements): string {
  const { chosen, bestPool } = choice;
  const name = nameWork(chosen.case, measurements.cases);
  if (chosen.case.engine === SERIAL) {
    return `${name}: stay serial: ${isPool(bestPool.case.engine) ? 'the best pool, ' : ''}${nameSetting(bestPool.case)}${isPool(bestPool.case.engine) ? ',' : ''} ${shortfall(bestPool.speedup)}.`;
  }
  const { speedup } = chosen;
  if (chosen.case.engine === PROMISES) {
    const times = `${formatRatio(speedup.value)} as fast as serial (${formatInterval(speedup)})`;
    return `${name}: no pool: ${nameWorkers(chosen.case)} is ${times}${beforeAndAfter(choice, measurements)}${contradiction(choice)}.`;
  }
  const gain = `${formatRatio(speedup.value)} faster than serial (${formatInterval(speedup)})`;
  return `${name}: use ${nameSetting(chosen.case)}: ${gain}${beforeAndAfter(choice, measurements)}${contradiction(choice)}.`;
}

/** Nobody should read the figure without it. */
function contradiction({ confirmed }: Choice): string {
  if (confirmed?.verdict !== 'not confirmed') return '';
  return `; not confirmed: fresh rounds gave ${formatRatioInterval(confirmed.speedup)}`;
}

function shortfall(speedup: Interval): string {
  const figure = formatRatioInterval(speedup);
  if (speedup.high < 1) return `is slower: ${figure} of serial's speed`;
  if (speedup.low <= 1) return `is not clearly faster: ${figure}`;
  return `gains less than ${formatPercent(EQUIVALENCE_MARGIN)}: ${figure}`;
}

/** `, 144 ms → 75.0 ms a pass`; rates for open-ended scenarios, whose passes last as long as they are told to. */
function beforeAndAfter({ serial, chosen }: Choice, { scenarioOf }: Measurements): string {
  if (!serial?.wallMs || !chosen.wallMs || !serial.throughput || !chosen.throughput) return '';
  return scenarioOf(chosen.case)?.openEnded
    ? `, ${formatRate(serial.throughput.value)} → ${formatRate(chosen.throughput.value)} turns a second`
    : `, ${formatMs(serial.wallMs.median)} → ${formatMs(chosen.wallMs.median)} a pass`;
}
