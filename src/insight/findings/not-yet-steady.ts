import { type Case, startsPrograms, workKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import {
  counted,
  EQUIVALENCE_MARGIN,
  formatPercent,
  formatRatioInterval,
  type Interval,
  liesAbove,
  median,
  ratioInterval,
  runLengths,
} from '../../stats/index.js';
import { type Analysis, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/**
 * Workers that were still getting faster when measuring began: the whole interval of the first pass ÷ the later ones,
 * over rounds, lies above the margin of equivalence, 1.03; or, a count, the warm-up was cut off in over a third of the
 * rounds.
 */
export function notYetSteady(record: RunRecord, { cases }: Analysis): Finding[] {
  // A program begins anew with every chunk: nothing of it gets warm.
  const measured = cases.filter(
    (result) => result.status === 'ok' && !result.case.cold && !startsPrograms(result.case),
  );
  const observations = observationsByCase(record);
  const unsteady = measured.flatMap(({ case: one }) => {
    const own = observations.get(one.id) ?? [];
    const firstPass = firstPassRatio(own);
    const isSlow = liesAbove(firstPass, CLEARLY_SLOWER);
    const capped = own.filter(({ lanes }) => lanes.some(({ warmupCapped }) => warmupCapped)).length;
    const isCapped = capped > own.length * OFTEN;
    return isSlow || isCapped ? [{ case: one, firstPass: isSlow ? firstPass : null, capped: isCapped }] : [];
  });
  const byWork = groupBy(unsteady, (one) => workKey(one.case));
  return [...byWork.values()].map((same) => findingOf(same, record.header.plan.cases));
}

interface Unsteady {
  case: Case;
  /** The first measured pass ÷ the median of the later ones. */
  firstPass: Interval | null;
  capped: boolean;
}

/** A first pass that is slower by no more than this is as fast as the later ones. */
const CLEARLY_SLOWER = 1 + EQUIVALENCE_MARGIN;
/** A warm-up that is cut off now and then is noise; in more than this share of the rounds it is the task. */
const OFTEN = 1 / 3;
/** So many passes after the first make a median. */
const LATER_PASSES = 3;

function findingOf(same: readonly Unsteady[], all: readonly Case[]): Finding {
  const slowest = same.reduce((a, b) => ((b.firstPass?.value ?? 1) > (a.firstPass?.value ?? 1) ? b : a));
  const capped = same.filter((one) => one.capped).length;
  const parts = [
    ...(slowest.firstPass
      ? [
          `the first measured pass still takes ${formatRatioInterval(slowest.firstPass)} the time of later ones (${nameSetting(slowest.case)})`,
        ]
      : []),
    ...(capped > 0
      ? [
          `in ${counted(capped, 'case')} the warm-up reached its limit before the task time was steady in more than ${formatPercent(OFTEN)} of the rounds`,
        ]
      : []),
  ];
  return {
    check: 'not-yet-steady',
    severity: 'warning',
    cases: same.map((one) => one.case.id),
    message: `${nameWork(same[0]!.case, all)}: ${parts.join('; ')}.`,
    advice:
      'Give the scenario `warmup` tasks that bring its code and data to the state it works in, or smaller tasks: ' +
      'the warm-up ends after 300 ms of work per worker.',
  };
}

function firstPassRatio(observations: readonly Observation[]): Interval | null {
  const ratios = observations.flatMap(({ passes, wallMs, turns }) => {
    const done = turns ?? runLengths(passes, wallMs.length);
    const times = wallMs.map((ms, place) => ms / done[place]!);
    const [first, ...later] = times;
    return later.length < LATER_PASSES ? [] : [Math.log(first! / median(later))];
  });
  return ratioInterval(ratios);
}

function observationsByCase({ lines }: RunRecord): Map<string, Observation[]> {
  const observations = lines.filter((line): line is Observation => line.kind === 'observation');
  return groupBy(observations, (observation) => observation.case);
}
