import { isPool, SERIAL } from '../cases/index.js';
import { counted, formatRatioInterval } from '../stats/index.js';
import type { Candidate, Choice } from './choice.js';
import { nameCores, nameDispatch, nameSetting, nameWorkers } from './wording.js';

/** One sentence: why this setting and not another. */
export function whyOf(choice: Choice): string {
  const { case: one, verified } = choice.chosen;
  const reason = one.engine === SERIAL ? whySerial(choice) : whyPool(choice);
  const doubt = verified === null ? '; its results could not be compared with those of serial' : '';
  return `${reason}${doubt}${afterwards(choice)}.${disturbed(choice.bestPool)}`;
}

/** Figures over disturbed rounds are shown where there are no others; then the answer says so itself. */
function disturbed({ basis, disturbedRounds, rounds }: Candidate): string {
  if (basis === 'undisturbed' || disturbedRounds === 0) return '';
  const which =
    disturbedRounds === rounds ? 'Every round was' : `${disturbedRounds} of ${rounds} rounds were`;
  return ` ${which} disturbed: measure again before you rely on this.`;
}

/** What fresh rounds said; where they contradict, the headline says so. */
function afterwards({ confirmed }: Choice): string {
  if (confirmed === null || confirmed.verdict === 'not confirmed') return '';
  const told = confirmed.verdict === 'confirmed' ? 'confirmed' : 'not contradicted, but not proved either,';
  return `; ${told} by ${counted(confirmed.rounds, 'fresh round')}: ${formatRatioInterval(confirmed.speedup)}`;
}

function whySerial({ bestPool, chosen }: Choice): string {
  if (bestPool.speedup.low > 1) return 'So small a gain does not pay for a pool';
  const shortfall = bestPool.speedup.high < 1 ? 'as fast as serial' : 'clearly faster than serial';
  return `No pool was ${shortfall} in ${chosen.rounds} rounds`;
}

function whyPool(choice: Choice): string {
  const { chosen, best, equals, candidates } = choice;
  if (chosen !== best) return `The best, ${nameSetting(best.case)}, is not clearly faster: ${leadOf(choice)}`;
  const larger = fastest(equals.filter((equal) => isLarger(equal, chosen)));
  if (larger) return `${nameWorkers(larger.case)} add nothing beyond ${limitOf(chosen, larger)}`;
  const near = fastest(equals.filter((equal) => equal !== chosen));
  if (near) return `It is the fastest, though not clearly faster than ${withSpeedup(near)}`;
  const next = fastest(candidates.filter((other) => other !== chosen));
  return next
    ? `It clearly beats every other setting; the next is ${withSpeedup(next)}`
    : 'No other setting was measured';
}

/** Only of workers: more at once on one thread are no larger a pool. */
function isLarger({ case: one }: Candidate, { case: chosen }: Candidate): boolean {
  return isPool(one.engine) && isPool(chosen.engine) && one.workers > chosen.workers;
}

function leadOf({ best, chosen, bestOver }: Choice): string {
  const ratio = bestOver(chosen);
  const lead = ratio === null ? '' : `, ${formatRatioInterval(ratio)} of what is recommended`;
  return `${formatRatioInterval(best.speedup)} over serial${lead}`;
}

function limitOf(chosen: Candidate, larger: Candidate): string {
  const { cores, workers } = larger.case;
  const isBeyondCores = workers > cores && chosen.case.workers >= cores;
  const limit = isBeyondCores ? nameCores(cores) : nameWorkers(chosen.case);
  return `${limit}: ${formatRatioInterval(larger.speedup)} with ${nameDispatch(larger.case)}`;
}

function withSpeedup({ case: one, speedup }: Candidate): string {
  return one.engine === SERIAL ? SERIAL : `${nameSetting(one)}: ${formatRatioInterval(speedup)}`;
}

function fastest(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort((a, b) => b.speedup.value - a.speedup.value)[0];
}
