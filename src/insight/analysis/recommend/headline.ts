import { isPool, PROMISES, SERIAL, startsPrograms } from '../../../measure/cases/index.js';
import {
  counted,
  EQUIVALENCE_MARGIN,
  formatInterval,
  formatMs,
  formatPercent,
  formatRate,
  formatRatio,
  formatRatioInterval,
  type Interval,
  MIN_ROUNDS_FOR_VERDICT,
} from '../../../stats/index.js';
import type { Measurements } from '../measurements.js';
import {
  aboutTime,
  isTooWide,
  nameBaseline,
  nameSetting,
  nameWork,
  nameWorkers,
  timesAsFast,
} from '../wording.js';
import { coverageClause, isPartial, tunedClause } from './coverage.js';
import { type Contender, type Judgement, WORTH_A_POOL } from './judgement.js';

/** One sentence that answers: is it worth it, and with what settings? Where that is open: what would tell. */
export function headlineOf(judgement: Judgement, measurements: Measurements): string {
  const name = nameWork(judgement.chosen.case, measurements.cases);
  return `${name}: ${answers[judgement.verdict](judgement, measurements)}`;
}

const answers: Record<Judgement['verdict'], (judgement: Judgement, measurements: Measurements) => string> = {
  pool: usePool,
  serial: staySerial,
  undecided: cannotTell,
};

function usePool(judgement: Judgement, measurements: Measurements): string {
  const { chosen } = judgement;
  if (chosen.case.engine === PROMISES) return atOnce(judgement, measurements);
  const setting = `${nameSetting(chosen.case)}${limitsOf(judgement)}`;
  const gain = `${formatRatio(chosen.speedup.value)} as fast as ${baselineOf(chosen, measurements)} (${formatInterval(chosen.speedup)})`;
  return `use ${setting}: ${gain}${beforeAndAfter(judgement, measurements)}${contradiction(judgement)}.`;
}

function atOnce(judgement: Judgement, measurements: Measurements): string {
  const { speedup, case: one } = judgement.chosen;
  const times = `${formatRatio(speedup.value)} as fast as serial (${formatInterval(speedup)})`;
  return `no pool: ${nameWorkers(one)} is ${times}${beforeAndAfter(judgement, measurements)}${contradiction(judgement)}.`;
}

/** Nobody should read the figure without it. */
function contradiction({ confirmed }: Judgement): string {
  if (confirmed?.verdict !== 'not confirmed') return '';
  return `; not confirmed: fresh rounds gave ${formatRatioInterval(confirmed.speedup)}`;
}

/** What the speedup is over, as it is called for this scenario. */
function baselineOf({ case: one }: Contender, { scenarioOf }: Measurements): string {
  return nameBaseline(one, scenarioOf(one)?.command?.serial !== undefined);
}

/** What it is the best of, where that is not all that was asked for, each in as many rounds. */
function limitsOf({ coverage, isTuned }: Judgement): string {
  if (isTuned) return ` (${tunedClause(coverage)})`;
  return isPartial(coverage) ? ` (${coverageClause(coverage)})` : '';
}

function staySerial(judgement: Judgement, measurements: Measurements): string {
  const { subject } = judgement;
  const limits = limitsOf(judgement);
  const baseline = baselineOf(subject, measurements);
  // Nothing else was measured.
  if (subject.case.sameAs !== undefined)
    return `only ${nameWorkers(subject.case)} was measured${limits}: there is nothing to compare it with.`;
  if (startsPrograms(subject.case))
    return `use ${baseline}${limits}: ${theBest(subject)} ${shortfall(subject.speedup, baseline)}.`;
  return `stay serial${limits}: ${isPool(subject.case.engine) ? `the best pool, ${nameSetting(subject.case)},` : nameSetting(subject.case)} ${shortfall(subject.speedup)}.`;
}

function theBest({ case: one }: Contender): string {
  return one.workers === 1 ? nameSetting(one) : `the best of more, ${nameSetting(one)},`;
}

function shortfall(speedup: Interval, baseline = SERIAL): string {
  const figure = `${formatRatio(speedup.value)} as fast as ${baseline} (${formatInterval(speedup)})`;
  if (speedup.high < 1) return `is only ${figure}`;
  const least = speedup.high < 1 + EQUIVALENCE_MARGIN ? EQUIVALENCE_MARGIN : WORTH_A_POOL - 1;
  return `gains less than ${formatPercent(least)}, at ${figure}`;
}

function cannotTell(judgement: Judgement, measurements: Measurements): string {
  const { subject, evidence } = judgement;
  const { rounds, moreRounds, onlyQuiet, price } = evidence;
  const noun = onlyQuiet ? 'quiet round' : 'round';
  const command = price.command === null ? '.' : `: ${price.command}`;
  if (isTooWide(subject.speedup)) {
    const reason =
      rounds < MIN_ROUNDS_FOR_VERDICT
        ? `too few ${noun}s (${rounds}) to say anything about ${nameSubject(judgement)}`
        : `the rounds differ too much to say anything about ${nameSubject(judgement)}`;
    return `cannot tell yet: ${reason}. Measure longer${command}`;
  }
  const verb = subject.case.workers === 1 ? 'is' : 'are';
  const figure = `${nameSubject(judgement)} ${verb} ${timesAsFast(subject.speedup)} times as fast as ${baselineOf(subject, measurements)}`;
  if (moreRounds === null)
    return `cannot tell yet: ${figure}, and the rounds differ too much to say how many more would tell. Measure longer${command}`;
  const time = price.ms === null ? '' : ` (${aboutTime(price.ms)})`;
  return `cannot tell yet: ${figure}. About ${counted(moreRounds, `more ${noun}`)}${time} would tell${command}`;
}

/** `2 threads`, with dispatch and chunksize where others of as many were measured. */
function nameSubject({ subject, contenders }: Judgement): string {
  const isAlike = ({ case: one }: Contender) =>
    one.engine === subject.case.engine && one.workers === subject.case.workers;
  const isAlone = contenders.filter(isAlike).length === 1;
  return isAlone ? nameWorkers(subject.case) : nameSetting(subject.case);
}

/** `, 144 ms → 75.0 ms per pass`; rates for open-ended scenarios, whose passes last as long as they are told to. */
function beforeAndAfter({ serial, chosen }: Judgement, { scenarioOf }: Measurements): string {
  if (!serial?.wallMs || !chosen.wallMs || !serial.throughput || !chosen.throughput) return '';
  if (chosen.case.command === 'copies')
    return `, ${formatRate(serial.throughput.value)} → ${formatRate(chosen.throughput.value)} copies a second`;
  return scenarioOf(chosen.case)?.openEnded
    ? `, ${formatRate(serial.throughput.value)} → ${formatRate(chosen.throughput.value)} turns a second`
    : `, ${formatMs(serial.wallMs.median)} → ${formatMs(chosen.wallMs.median)} per ${chosen.case.command === 'self-parallel' ? 'run' : 'pass'}`;
}
