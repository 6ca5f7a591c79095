import { type Loss, nameBaseline, nameWorkers } from '../../insight/analysis/index.js';
import { startsPrograms } from '../../measure/cases/index.js';
import { formatCount, formatMs, formatMsInterval, formatPercent } from '../../stats/index.js';
import { subjectOf, verdictOf } from './answer.js';
import type { Chapter } from './chapters.js';
import { causeOf, largestParts } from './loss.js';
import type { ReportCase } from './report/case-schema.js';
import type { ReportChunkAdvice } from './report/chunk-advice.js';
import type { Recommendation } from './report/schema.js';

/** What to do with an answer, in a sentence or two that begin with a verb; undefined where there is none. */
export function nextStep(chapter: Chapter): string | undefined {
  const subject = subjectOf(chapter);
  if (chapter.recommendation === undefined || subject === undefined) return undefined;
  return steps[verdictOf(chapter.recommendation)](subject, chapter, chapter.recommendation);
}

const AGAIN = 'Measure again on a quiet machine before you rely on this.';

type Step = (subject: ReportCase, chapter: Chapter, recommendation: Recommendation) => string;

const steps: Record<ReturnType<typeof verdictOf>, Step> = {
  pool: (subject, chapter, { confirmed }) => {
    if (confirmed?.verdict === 'not confirmed' || isDisturbed(subject)) return AGAIN;
    return smallerChunks(subject, chapter) ?? nothingLeft(subject) ?? lever(subject);
  },
  serial: (subject, { chunkAdvice, scenario }) => {
    if (isDisturbed(subject)) return AGAIN;
    if (startsPrograms(subject)) return `Keep to ${nameBaseline(subject)}.`;
    const smallest = chunkAdvice.find(({ engine }) => engine === subject.engine)?.smallestTaskMs;
    const median = scenario.taskMs?.median;
    if (!smallest || median === undefined || smallest.low <= median) return 'Keep it serial.';
    const each = `a task takes ${formatMs(median)} now`;
    return `Keep it serial: ${nameWorkers(subject)} would be worth it once a task takes ${formatMsInterval(smallest)}; ${each}.`;
  },
  undecided: () => 'Measure longer; change nothing until the interval lies clearly above or below serial.',
};

/** No others are left to rest on. */
function isDisturbed({ basis, disturbedRounds }: ReportCase): boolean {
  return basis === 'all' && disturbedRounds > 0;
}

/** A gain below this is not worth another run. */
const WORTH_TRYING = 1.03;

/** Where another chunksize is expected to be faster, whatever was measured. */
function smallerChunks(subject: ReportCase, { chunkAdvice }: Chapter): string | undefined {
  const advice = chunkAdvice.find((one) => isOf(one, subject));
  if (advice === undefined || advice.advised === subject.chunksize || subject.wallMs === null)
    return undefined;
  const expected = advice.expected.find(({ chunksize }) => chunksize === advice.advised);
  if (expected === undefined || expected.high * WORTH_TRYING > subject.wallMs.median) return undefined;
  return `Try chunksize ${formatCount(advice.advised)}: ${formatMs(expected.wallMs)} per pass are expected instead of ${formatMs(subject.wallMs.median)}.`;
}

const isOf = (
  advice: ReportChunkAdvice,
  { engine, dispatch, workers, cores, cpus, quota }: ReportCase,
): boolean =>
  quota === undefined &&
  advice.engine === engine &&
  advice.dispatch === dispatch &&
  advice.workers === workers &&
  JSON.stringify([advice.cores, advice.cpus]) === JSON.stringify([cores, cpus]);

/** From this share of what the machine can give, tuning has little left to find. */
const NEARLY_ALL = 0.95;

function nothingLeft({ ceiling, scaling, bound, workers, cores }: ReportCase): string | undefined {
  if (ceiling === null || scaling === null || scaling.value < NEARLY_ALL * ceiling.value) return undefined;
  const share = formatPercent(Math.min(1, scaling.value / ceiling.value));
  const used = `Use it as it is: it reaches ${share} of what ${formatCount(workers)} isolated workers give together`;
  const isFull = workers >= cores && (bound === null || bound.chunks >= bound.cores);
  return isFull ? `${used}, so more speed takes more cores.` : `${used}.`;
}

/** What to try for each part, where it is the largest. */
const levers: Record<keyof Loss, string> = {
  oversubscribed: 'use no more workers than cores',
  throttled: 'raise the CPU quota or use fewer workers',
  startup: 'keep the workers from one pass to the next',
  dispatch: 'send more tasks per message, or less data per task',
  unused: 'use smaller chunks or fewer workers',
  tail: 'use smaller chunks, or begin with the longest tasks',
  wait: 'leave the CPUs to the workers: stop what else runs here',
  slowdown: 'look at caches and memory, which the workers share',
  unexplained: 'measure on a machine of your own: no counter here tells why',
};

/** Of the workers’ time. */
const WORTH_ACTING_ON = 0.03;

function lever(subject: ReportCase): string {
  const lost = largestParts(subject).find(({ share }) => share.value >= WORTH_ACTING_ON);
  if (lost === undefined) return 'Use it as it is: no part of the loss is large enough to act on.';
  const { name } = causeOf(lost.cause, subject);
  return `Use it; most is left to win from ${name} (${formatPercent(lost.share.value)}): ${levers[lost.cause]}.`;
}
