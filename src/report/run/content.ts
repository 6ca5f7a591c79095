import { gravestFirst } from '../../insight/findings/index.js';
import { counted, formatMs } from '../../stats/index.js';
import {
  type Answer,
  type Block,
  type Document,
  type Finding,
  type Reason,
  reproduce,
  type Section,
} from '../document/document.js';
import {
  inTerminal,
  notOnPage,
  onPage,
  type RowLook,
  type Table,
  tableOf,
  written,
} from '../document/table.js';
import { answerOf, subjectOf, verdictOf } from './answer.js';
import { type Chapter, chaptersOf, rowsOf } from './chapters.js';
import { chartsOf, fitChartOf } from './charts/index.js';
import { columnsAgainst } from './columns.js';
import { endingOf, hostFacts, runFacts, startOf } from './facts.js';
import { fitBlocks } from './fit-blocks.js';
import { runGuide } from './guide.js';
import { heatMap } from './heat-map.js';
import { chapterLoss } from './loss.js';
import { nextStep } from './next-step.js';
import { openingOf } from './opening.js';
import type { ReportCase } from './report/case-schema.js';
import type { Report } from './report/schema.js';
import { type Room, roomFor } from './room.js';
import { chunkSentences, dispatcherSentences, payloadSentence } from './sending.js';

/** What a run says: of each scenario an answer, the cases, and what more workers would give. */
export function runContent(report: Report): Document {
  const { label, host, command, versions } = report;
  const machine = hostFacts(host);
  const chapters = chaptersOf(report);
  return {
    title: label,
    facts: [startOf(report), endingOf(report)],
    opening: openingOf(chapters, report),
    sections: [
      { ...onPage, label: 'Machine', blocks: [{ kind: 'facts', facts: machine, look: 'strip' }] },
      ...chapters.map((chapter, place) =>
        sectionOf(chapter, report, roomFor(chapter, place, chapters.length)),
      ),
    ],
    findings: findingsOf(chapters, report),
    appendix: [
      { title: 'Machine', only: ['markdown'], blocks: [{ kind: 'facts', facts: machine }] },
      runGuide(report.cases),
      reproduce(command, { kind: 'facts', facts: runFacts(report) }),
    ],
    closing: closingOf(report),
    version: versions.corewise ?? '',
  };
}

/** The gravest first; a warning about other cases than those that answers rest on changes none of them. */
function findingsOf(chapters: readonly Chapter[], { findings }: Report): Finding[] {
  const answers = new Set(chapters.flatMap((chapter) => subjectOf(chapter)?.id ?? []));
  const isMinor = ({ severity, cases }: Report['findings'][number]) =>
    answers.size > 0 && severity !== 'error' && cases.length > 0 && !cases.some((id) => answers.has(id));
  return gravestFirst(findings).map((finding) =>
    isMinor(finding) ? { ...finding, isMinor: true } : finding,
  );
}

export const closingOf = (report: Report): string => `${endingOf(report)} Started ${startOf(report)}.`;

function sectionOf(chapter: Chapter, report: Report, room: Room): Section {
  const { id, title, scenario, cases, fits, chunkAdvice, dispatchers } = chapter;
  const table = casesTable(chapter, room.cases);
  const fitChart = room.isCharted ? fitChartOf(chapter) : undefined;
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
      ...room.chartsLeft,
      { kind: 'charts', charts: room.isCharted ? chartsOf(chapter) : [], subject: title },
      ...(room.isCharted ? heatMap(chapter) : []),
      ...fitBlocks(fits, fitChart, title, gravestFirst(report.findings)),
      ...[
        ...chunkSentences(ofAnswer(chapter, chunkAdvice)),
        ...dispatcherSentences(ofAnswer(chapter, dispatchers)),
      ].map((text): Block => ({ ...inTerminal, kind: 'text', text })),
      ...(cases.length === 0
        ? [{ ...onPage, kind: 'text', text: 'No cases.', look: 'muted' } as const]
        : [...room.casesLeft, { ...onPage, kind: 'table', table } as const]),
    ],
  };
}

export function chapterAnswer(chapter: Chapter, report: Report): Answer {
  const { verdict, figure, figureOf, headline, why } = answerOf(chapter, report);
  const isOpen = verdict === 'undecided' || verdict === 'none';
  const reasons: (Omit<Reason, 'text'> & { text: string | undefined })[] = [
    { name: 'How sure', text: why },
    { name: 'What held it back', text: chapterLoss(chapter, true), ...onPage },
    { text: chapterLoss(chapter), ...notOnPage },
    // What is open says itself what would decide it.
    { name: 'What to do next', text: isOpen ? undefined : nextStep(chapter), ...written },
  ];
  return {
    figure,
    figureOf,
    headline,
    reasons: reasons.flatMap(({ text, ...reason }) => (text ? [{ ...reason, text }] : [])),
    isOpen,
  };
}

/** Cases of a chapter, the recommended one marked. */
export function casesTable(chapter: Chapter, cases: readonly ReportCase[]): Table {
  const { title, recommendation } = chapter;
  const against = chapter.cases.find(({ id }) => id === recommendation?.caseId);
  const best =
    recommendation && verdictOf(recommendation) !== 'undecided' ? recommendation.caseId : undefined;
  const look = ({ id, status }: ReportCase): RowLook | undefined =>
    id === best ? 'best' : status === 'ok' ? undefined : 'unmeasured';
  return { ...tableOf(`All cases of ${title}`, columnsAgainst(against), cases, look), hasTools: true };
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
