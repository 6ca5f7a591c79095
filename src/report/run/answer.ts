import {
  coverageOf,
  isPartial,
  isTooWide,
  nameWorkers,
  priceOf,
  type RunSoFar,
  timeForAll,
  timesAsFast,
} from '../../insight/analysis/index.js';
import { SERIAL, startsPrograms } from '../../measure/cases/index.js';
import { formatInterval, formatRatio, MIN_ROUNDS_FOR_VERDICT } from '../../stats/index.js';
import { MISSING } from '../document/table.js';
import type { Chapter } from './chapters.js';
import type { ReportCase } from './report/case-schema.js';
import type { Recommendation, Report } from './report/schema.js';

/** What a chapter comes to, for every format: they only draw it. */
export interface ChapterAnswer {
  /** `none`: not even an interval to decide by. */
  verdict: NonNullable<Recommendation['verdict']> | 'none';
  /** The one figure to see first; a dash where there is none. */
  figure: string;
  /** What that is the figure of, in lines. */
  figureOf: string[];
  headline: string;
  why?: string;
  /** The case to adopt; absent where nothing is decided. */
  caseId?: string;
}

export function answerOf(chapter: Chapter, report: Report): ChapterAnswer {
  const { recommendation } = chapter;
  if (recommendation === undefined)
    return { verdict: 'none', figure: MISSING, figureOf: [], headline: headlineWithout(chapter, report) };
  const { headline, why, caseId } = recommendation;
  const verdict = verdictOf(recommendation);
  const { figure, figureOf } = figures[verdict](recommendation, chapter);
  return { verdict, figure, figureOf, headline, why, ...(verdict === 'undecided' ? {} : { caseId }) };
}

/** Of a report that is older than the field, as its setting says. */
export function verdictOf({ verdict, engine }: Recommendation): NonNullable<Recommendation['verdict']> {
  return verdict ?? (engine === SERIAL ? 'serial' : 'pool');
}

/** The case whose speedup a recommendation gives. */
export function subjectOf({ cases, recommendation }: Chapter): ReportCase | undefined {
  const id = recommendation && (recommendation.speedupOf ?? recommendation.caseId);
  return cases.find((c) => c.id === id);
}

type Figure = Pick<ChapterAnswer, 'figure' | 'figureOf'>;

const figures: Record<
  NonNullable<Recommendation['verdict']>,
  (of: Recommendation, chapter: Chapter) => Figure
> = {
  pool: ({ speedup }, { title }) => ({
    figure: formatRatio(speedup.value),
    figureOf: [`speedup of ${title}`, rangeOf(speedup)],
  }),
  serial: ({ speedup }, chapter) => {
    const best = subjectOf(chapter);
    // Serial over serial, of an older report, is no figure.
    if (best === undefined || best.engine === SERIAL) return { figure: MISSING, figureOf: [] };
    return {
      figure: formatRatio(speedup.value),
      figureOf: [
        `what ${nameWorkers(best)}${startsPrograms(best) ? '' : ', the best pool,'} would give`,
        rangeOf(speedup),
      ],
    };
  },
  undecided: ({ speedup }, chapter) => {
    const best = subjectOf(chapter);
    return {
      figure: isTooWide(speedup) ? '?' : `${timesAsFast(speedup, '–')}×`,
      figureOf: [`${best ? nameWorkers(best) : 'the best pool'} over serial, undecided`, '95 % interval'],
    };
  },
};

const rangeOf = (speedup: Recommendation['speedup']): string => `95 % interval ${formatInterval(speedup)}`;

function headlineWithout(chapter: Chapter, report: Report): string {
  const { title, cases } = chapter;
  const hasOneRound = cases.some((c) => isPool(c) && c.status === 'ok' && c.rounds === 1);
  if (!hasOneRound) return `${title}: no answer, since ${whyNone(chapter, report)}.`;
  const { command } = priceOf(MIN_ROUNDS_FOR_VERDICT - 1, 1, runOf(report));
  return `${title}: cannot tell yet: too few rounds (1) to tell anything. Measure longer${command === null ? '.' : `: ${command}`}`;
}

/** A clause for a chapter in which nothing could be compared. */
function whyNone({ cases }: Chapter, report: Report): string {
  const [first] = cases;
  if (first && cases.every(({ status, reason }) => status === 'skipped' && reason === first.reason))
    return `it was skipped: ${first.reason?.replace(/\.$/, '') ?? 'no reason was recorded'}`;
  if (cases.length > 0 && cases.every(({ status }) => status === 'failed'))
    return 'every case failed, as the errors below say';
  if (cases.length > 0 && !cases.some(isPool)) return 'only serial was to be measured';
  if (cases.filter(isPool).every(({ status }) => status === 'failed'))
    return 'every pool failed, as the errors below say';
  const coverage = coverageOf(cases, report.cases, runOf(report).elapsedMs);
  if (coverage.measured === 0 && isPartial(coverage))
    return `${coverage.asked === 1 ? 'its one setting was not' : `none of ${coverage.asked} settings was`} measured${timeForAll(coverage)}`;
  return 'no case could be compared with serial';
}

const isPool = ({ engine }: ReportCase): boolean => engine !== SERIAL;

function runOf({ command, stopped: { reason, rounds, elapsedMs } }: Report): RunSoFar {
  return {
    command,
    byRounds: reason === 'rounds' || reason === 'precise',
    rounds,
    elapsedMs: reason === 'unfinished' || rounds === 0 ? null : elapsedMs,
  };
}
