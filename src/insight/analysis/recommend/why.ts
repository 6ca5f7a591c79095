import { isOneRun, isPool, SERIAL, startsPrograms } from '../../../measure/cases/index.js';
import { counted, formatPercent, formatRatioInterval } from '../../../stats/index.js';
import { unseenBelow } from '../ratios.js';
import { isTooWide, nameBaseline, nameCores, nameSetting, nameWorkers, withDispatch } from '../wording.js';
import { coverageClause, isPartial, timeForAll } from './coverage.js';
import { type Contender, highest, type Judgement, WORTH_A_POOL } from './judgement.js';

/** One sentence: why this setting and not another; then what it does not cover. */
export function whyOf(judgement: Judgement): string {
  const doubt = isUnchecked(judgement) ? '; its results could not be compared with those of serial' : '';
  const reason = `${reasons[judgement.verdict](judgement)}${doubt}${afterwards(judgement)}.`;
  return `${reason}${disturbed(judgement.subject)}${leftOut(judgement)}`;
}

/** What to know before relying on the answer, in sentences; undefined where nothing stands against it. */
export function doubtOf(judgement: Judgement): string | undefined {
  const unverified = isUnchecked(judgement) ? ' Its results could not be compared with those of serial.' : '';
  return `${unverified}${disturbed(judgement.subject)}${leftOut(judgement)}`.trim() || undefined;
}

/** What a whole program prints need not be the same twice: that it succeeded is what there is to check. */
function isUnchecked({ chosen: { verified, case: one } }: Judgement): boolean {
  return verified === null && !isOneRun(one);
}

const reasons: Record<Judgement['verdict'], (judgement: Judgement) => string> = {
  pool: whyPool,
  serial: whySerial,
  undecided: whyUndecided,
};

/** What was not measured is not judged. */
function leftOut({ coverage }: Judgement): string {
  return isPartial(coverage) ? ` ${coverageClause(coverage)}${timeForAll(coverage)}.` : '';
}

/** Figures over disturbed rounds are shown where there are no others; then the answer says so itself. */
function disturbed({ basis, disturbedRounds, rounds }: Contender): string {
  if (basis === 'undisturbed' || disturbedRounds === 0) return '';
  const which =
    disturbedRounds === rounds ? 'Every round was' : `${disturbedRounds} of ${rounds} rounds were`;
  return ` ${which} disturbed: measure again before you rely on this.`;
}

/** What fresh rounds said; where they contradict, the headline says so. */
function afterwards({ confirmed }: Judgement): string {
  if (confirmed === null || confirmed.verdict === 'not confirmed') return '';
  const told = confirmed.verdict === 'confirmed' ? 'confirmed' : 'not contradicted, but not proved either,';
  return `; ${told} by ${counted(confirmed.rounds, 'fresh round')}: ${formatRatioInterval(confirmed.speedup)}`;
}

function whySerial({ subject, evidence }: Judgement): string {
  const isProgram = startsPrograms(subject.case);
  if (subject.case.sameAs !== undefined)
    return `Measure it with more at once, such as --${subject.case.command === 'copies' ? 'copies' : 'workers'} 1,2`;
  if (subject.speedup.low > 1)
    return `A gain this small is not worth ${isProgram ? 'more of them' : 'a pool'}`;
  if (subject.speedup.high < 1)
    return isProgram
      ? `Everything beyond that was slower in ${subject.rounds} rounds`
      : `No pool was as fast as serial in ${subject.rounds} rounds`;
  return isProgram
    ? `Nothing beyond that gains ${formatPercent(WORTH_A_POOL - 1)}; in ${counted(evidence.rounds, 'round')} ${unseenBelow(evidence.leastDifference)}`
    : `No pool gains ${formatPercent(WORTH_A_POOL - 1)}; in ${counted(evidence.rounds, 'round')} ${unseenBelow(evidence.leastDifference)}`;
}

function whyUndecided({ subject, evidence: { rounds, onlyQuiet, leastDifference } }: Judgement): string {
  const within = counted(rounds, onlyQuiet ? 'quiet round' : 'round');
  if (isTooWide(subject.speedup))
    return `The ${within} of the best${startsPrograms(subject.case) ? '' : ' pool'}, ${nameSetting(subject.case)}, contradict one another`;
  return `The best${startsPrograms(subject.case) ? '' : ' pool'} so far, ${nameSetting(subject.case)}: ${formatRatioInterval(subject.speedup)}; in ${within} ${unseenBelow(leastDifference)}`;
}

function whyPool(judgement: Judgement): string {
  const { chosen, best, equals, contenders } = judgement;
  if (judgement.isTuned && chosen !== best && best.case.engine !== SERIAL)
    return `It is the simplest within 2 % of the fastest, ${withSpeedup(best, judgement)}`;
  if (chosen !== best && best.case.engine !== SERIAL)
    return `The best, ${nameSetting(best.case)}, is not clearly faster: ${leadOf(judgement)}`;
  const larger = fastest(equals.filter((equal) => isLarger(equal, chosen)));
  if (larger) return beyond(chosen, larger);
  const near = fastest(equals.filter((equal) => equal !== chosen));
  if (near) return `It is the fastest, though not clearly faster than ${withSpeedup(near, judgement)}`;
  const next = fastest(contenders.filter((other) => other !== chosen));
  if (next) return `It is the fastest; the next is ${withSpeedup(next, judgement)}`;
  return judgement.isTuned ? 'It is the fastest' : 'No other setting was measured';
}

/** Only of workers: more at once on one thread are no larger a pool. */
function isLarger({ case: one }: Contender, { case: chosen }: Contender): boolean {
  return isPool(one.engine) && isPool(chosen.engine) && one.workers > chosen.workers;
}

function leadOf(judgement: Judgement): string {
  const { best, chosen, bestOver } = judgement;
  const ratio = bestOver(chosen);
  const lead = ratio === null ? '' : `, ${formatRatioInterval(ratio)} of what is recommended`;
  return `${formatRatioInterval(best.speedup)} over ${baselineIn(judgement)}${lead}`;
}

/** Serial; of a program for which one worker is the same run, that. */
function baselineIn({ contenders, chosen }: Judgement): string {
  const isTheSame = contenders.some(({ case: { sameAs } }) => sameAs !== undefined);
  return isTheSame ? nameBaseline(chosen.case) : SERIAL;
}

/** That more workers add nothing is said only where they could not have added much. */
function beyond(chosen: Contender, larger: Contender): string {
  const name = nameWorkers(larger.case);
  return larger.speedup.high < WORTH_A_POOL * chosen.speedup.high
    ? `${name} add nothing beyond ${limitOf(chosen, larger)}`
    : `${name} are not proved to be faster: ${formatRatioInterval(larger.speedup)}${withDispatch(larger.case)}`;
}

function limitOf(chosen: Contender, larger: Contender): string {
  const { cores, workers } = larger.case;
  const isBeyondCores = workers > cores && chosen.case.workers >= cores;
  const limit = isBeyondCores ? nameCores(cores) : nameWorkers(chosen.case);
  return `${limit}: ${formatRatioInterval(larger.speedup)}${withDispatch(larger.case)}`;
}

function withSpeedup({ case: one, speedup }: Contender, judgement: Judgement): string {
  return one.engine === SERIAL || one.sameAs !== undefined
    ? baselineIn(judgement)
    : `${nameSetting(one)}: ${formatRatioInterval(speedup)}`;
}

function fastest(contenders: readonly Contender[]): Contender | undefined {
  return highest([...contenders]);
}
