import { nameDispatch, nameWorkers } from '../../insight/analysis/index.js';
import { isOneRun } from '../../measure/cases/index.js';
import {
  counted,
  formatInterval,
  formatMs,
  formatPercent,
  formatRate,
  formatRatioInterval,
} from '../../stats/index.js';
import type { Opening } from '../document/document.js';
import { type Cell, type Column, MISSING, tableOf } from '../document/table.js';
import { answerOf, subjectOf, verdictOf } from './answer.js';
import type { Chapter } from './chapters.js';
import { answerBars, settingBars } from './charts/answer-bars.js';
import { answerCurve } from './charts/answer-curve.js';
import { causeOf, largestParts, lossShare } from './loss.js';
import { nextStep } from './next-step.js';
import { isSerial, type ReportCase } from './report/case-schema.js';
import type { Report } from './report/schema.js';

/** The first screen: of several scenarios a table of answers, and one picture of all that there are. */
export function openingOf(chapters: readonly Chapter[], report: Report): Opening {
  const [only, ...others] = chapters;
  if (only === undefined) return {};
  if (others.length === 0) return { chart: answerCurve(only) ?? settingBars(only) };
  return {
    chart: answerBars(chapters),
    answers: tableOf('The answers', columnsOf(report), chapters),
  };
}

type AnswerColumn = Column<Chapter>;

const columnsOf = (report: Report): readonly AnswerColumn[] => [
  {
    label: 'scenario',
    meaning: 'What was run; its section is further down',
    align: 'left',
    look: 'text',
    cell: ({ id, title }) => ({ text: title, href: `#scenario-${id}` }),
  },
  {
    label: 'speedup',
    meaning:
      'How many times as fast as serial: of the recommended setting, or of the best one; with its 95 % interval',
    align: 'right',
    cell: (chapter) => speedupCell(chapter, report),
    data: ({ recommendation }) => ({ speedup: recommendation?.speedup.value ?? null }),
    track: (chapter) => (subjectOf(chapter) ? (chapter.recommendation?.speedup ?? null) : null),
  },
  {
    label: 'setting',
    meaning: 'What to use',
    align: 'left',
    look: 'text',
    cell: settingCell,
  },
  {
    label: 'serial → setting',
    meaning: 'Median time of a pass before and after',
    align: 'left',
    cell: passCell,
  },
  {
    label: 'how sure',
    meaning: 'What rounds measured after the setting was chosen say',
    align: 'left',
    look: 'text',
    cell: sureCell,
  },
  {
    label: 'held back by',
    meaning: 'Share of the workers’ time that is missing against serial, and the largest causes',
    align: 'left',
    look: 'text',
    cell: lossCell,
  },
  {
    label: 'next',
    meaning: 'What to do with it',
    align: 'left',
    look: 'sentence',
    cell: (chapter) => ({ text: nextStep(chapter) ?? MISSING }),
  },
];

function speedupCell(chapter: Chapter, report: Report): Cell {
  const { figure, verdict } = answerOf(chapter, report);
  const speedup = chapter.recommendation?.speedup;
  if (speedup === undefined || figure === MISSING) return { text: MISSING };
  return { text: figure, detail: verdict === 'undecided' ? 'undecided' : formatInterval(speedup) };
}

function settingCell(chapter: Chapter): Cell {
  const { recommendation } = chapter;
  const subject = subjectOf(chapter);
  if (recommendation === undefined || subject === undefined) return { text: 'no answer' };
  const dispatch = isOneRun(subject) || isSerial(subject) ? {} : { detail: nameDispatch(subject) };
  const kind = verdictOf(recommendation);
  if (kind === 'pool') return { text: nameWorkers(subject), ...dispatch };
  const best = isSerial(subject) ? {} : { detail: `best pool: ${nameWorkers(subject)}` };
  return { text: kind === 'serial' ? 'stay serial' : 'cannot tell yet', ...best };
}

function passCell(chapter: Chapter): Cell {
  const [serial, subject] = [chapter.cases.find(isSerial), subjectOf(chapter)];
  const told = chapter.scenario.openEnded
    ? (one: ReportCase) => one.throughput && `${formatRate(one.throughput.value)}/s`
    : (one: ReportCase) => one.wallMs && formatMs(one.wallMs.median);
  const [before, after] = [serial && told(serial), subject && told(subject)];
  return { text: before && after ? `${before} → ${after}` : MISSING };
}

function sureCell({ recommendation }: Chapter): Cell {
  const confirmed = recommendation?.confirmed;
  if (!confirmed) return { text: MISSING };
  const { verdict, rounds, speedup } = confirmed;
  const said = verdict === 'cannot tell yet' ? 'not contradicted' : verdict;
  return { text: said, detail: `${counted(rounds, 'fresh round')}: ${formatRatioInterval(speedup)}` };
}

function lossCell(chapter: Chapter): Cell {
  const subject = subjectOf(chapter);
  const share = subject && lossShare(subject);
  if (!subject || share === null || share === undefined) return { text: MISSING };
  const parts = largestParts(subject).map(
    (part) => `${causeOf(part.cause, subject).name} ${formatPercent(part.share.value)}`,
  );
  return {
    text: `${formatPercent(share)} of worker time`,
    ...(parts.length > 0 && { detail: parts.join(', ') }),
  };
}
