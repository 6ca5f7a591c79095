import { gravestFirst } from '../../insight/findings/index.js';
import { counted, formatMs } from '../../stats/index.js';
import { type Answer, type Block, type Document, reproduce, type Section } from '../document/document.js';
import { inTerminal, onPage, type RowLook, type Table, tableOf, written } from '../document/table.js';
import { answerOf, subjectOf, verdictOf } from './answer.js';
import { type Chapter, chaptersOf, rowsOf } from './chapters.js';
import { chartsOf, fitChartOf } from './charts/index.js';
import { columns } from './columns.js';
import { endingOf, hostFacts, runFacts, startOf } from './facts.js';
import { fitBlocks } from './fit-blocks.js';
import { runGuide } from './guide.js';
import { heatMap } from './heat-map.js';
import { chapterLoss } from './loss.js';
import type { ReportCase } from './report/case-schema.js';
import type { Report } from './report/schema.js';
import { chunkSentences, dispatcherSentences, payloadSentence } from './sending.js';

/** What a run says: of each scenario an answer, the cases, and what more workers would give. */
export function runContent(report: Report): Document {
  const { label, host, command, versions } = report;
  const machine = hostFacts(host);
  return {
    title: label,
    facts: [startOf(report), endingOf(report)],
    sections: [
      { ...onPage, label: 'Machine', blocks: [{ kind: 'facts', facts: machine, look: 'strip' }] },
      ...chaptersOf(report).map((chapter) => sectionOf(chapter, report)),
    ],
    findings: gravestFirst(report.findings),
    appendix: [
      { title: 'Machine', only: ['markdown'], blocks: [{ kind: 'facts', facts: machine }] },
      runGuide(report.cases),
      reproduce(command, { kind: 'facts', facts: runFacts(report) }),
    ],
    closing: closingOf(report),
    version: versions.corewise ?? '',
  };
}

export const closingOf = (report: Report): string => `${endingOf(report)} Started ${startOf(report)}.`;

function sectionOf(chapter: Chapter, report: Report): Section {
  const { id, title, scenario, cases, fits, chunkAdvice, dispatchers } = chapter;
  const table = casesTable(chapter, rowsOf(chapter));
  const fitChart = fitChartOf(chapter);
  return {
    id: `scenario-${id}`,
    title,
    answer: chapterAnswer(chapter, report),
    blocks: [
      { ...written, kind: 'text', text: scenario.description },
      {
        ...written,
        kind: 'text',
        text: tasksOf(chapter),
        look: 'muted',
      },
      { kind: 'table', table, only: ['markdown'] },
      ...terminalCases(chapter),
      ...[...chunkSentences(chunkAdvice), ...dispatcherSentences(dispatchers)].map(
        (text): Block => ({ ...written, kind: 'text', text }),
      ),
      { kind: 'charts', charts: chartsOf(chapter), subject: title },
      ...heatMap(chapter),
      ...fitBlocks(fits, fitChart, title, gravestFirst(report.findings)),
      ...[
        ...chunkSentences(ofAnswer(chapter, chunkAdvice)),
        ...dispatcherSentences(ofAnswer(chapter, dispatchers)),
      ].map((text): Block => ({ ...inTerminal, kind: 'text', text })),
      ...(cases.length === 0
        ? [{ ...onPage, kind: 'text', text: 'No cases.', look: 'muted' } as const]
        : [{ ...onPage, kind: 'table', table } as const]),
    ],
  };
}

export function chapterAnswer(chapter: Chapter, report: Report): Answer {
  const { verdict, figure, figureOf, headline, why } = answerOf(chapter, report);
  const reasons = [why, chapterLoss(chapter)];
  return {
    figure,
    figureOf,
    headline,
    reasons: reasons.flatMap((text) => (text ? [{ text }] : [])),
    isOpen: verdict === 'undecided' || verdict === 'none',
  };
}

/** Cases of a chapter, the recommended one marked. */
export function casesTable({ title, recommendation }: Chapter, cases: readonly ReportCase[]): Table {
  const best =
    recommendation && verdictOf(recommendation) !== 'undecided' ? recommendation.caseId : undefined;
  const look = ({ id, status }: ReportCase): RowLook | undefined =>
    id === best ? 'best' : status === 'ok' ? undefined : 'unmeasured';
  return tableOf(`All cases of ${title}`, columns, cases, look);
}

/** How many tasks, how long each takes, with what parameters, and how they travel. */
export function tasksOf(chapter: Chapter): string {
  return `${taskTimesOf(chapter)} ${payloadSentence(chapter) ?? ''}`.trim();
}

function taskTimesOf({ scenario: { taskMs, tasks }, params }: Chapter): string {
  const [shortest, longest] = [formatMs(taskMs?.min ?? 0), formatMs(taskMs?.max ?? 0)];
  const each = shortest === longest ? shortest : `${shortest} to ${longest}`;
  const times = taskMs === null ? '' : `, ${each} each when run serially`;
  return `${counted(tasks, 'task')}${times}${params === '' ? '' : `; parameters: ${params}`}.`;
}

function terminalCases(chapter: Chapter): Block[] {
  const shown = notable(chapter);
  const left = rowsOf(chapter).length - shown.length;
  const notes = [
    ...(left === 0 ? [] : [`… and ${counted(left, 'more case')} in the report`]),
    payloadSentence(chapter),
  ];
  return [
    { ...inTerminal, kind: 'table', table: casesTable(chapter, shown) },
    ...notes.flatMap((text): Block[] => (text ? [{ ...inTerminal, kind: 'text', text, look: 'muted' }] : [])),
  ];
}

const LONG_TABLE = 16;

/** What was measured; of a long table: serial, what the answer is about, and the fastest of each engine, dispatch, chunksize and cores. */
function notable(chapter: Chapter): ReportCase[] {
  const cases = rowsOf(chapter).filter(({ status }) => status !== 'dropped');
  if (cases.length <= LONG_TABLE) return cases;
  const fastest = new Map<string, ReportCase>();
  for (const c of cases) {
    const key = JSON.stringify([c.engine, c.dispatch, c.chunksizeAsked, c.cores, c.quota, c.status, c.cold]);
    const known = fastest.get(key);
    if (known === undefined || (c.speedup?.value ?? 0) > (known.speedup?.value ?? 0)) fastest.set(key, c);
  }
  const kept = new Set(fastest.values());
  const ofRecommendation = new Set([chapter.recommendation?.caseId, chapter.recommendation?.speedupOf]);
  return cases.filter((c) => kept.has(c) || ofRecommendation.has(c.id));
}

/** Of what is said by setting: what the answer is about, or the first; the page has them all. */
export function ofAnswer<T extends { engine: string; dispatch: string }>(
  chapter: Chapter,
  all: readonly T[],
): T[] {
  const subject = subjectOf(chapter);
  const ofEngine = all.filter(({ engine }) => engine === subject?.engine);
  const one = ofEngine.find(({ dispatch }) => dispatch === subject?.dispatch) ?? ofEngine[0] ?? all[0];
  return one === undefined ? [] : [one];
}
