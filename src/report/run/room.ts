import { formatCount } from '../../stats/index.js';
import type { Block } from '../document/document.js';
import { onPage } from '../document/table.js';
import { type Chapter, rowsOf } from './chapters.js';
import type { ReportCase } from './report/case-schema.js';
import { mostTelling } from './telling.js';

/** So many cases, and the charts of so many scenarios, keep a page below a few MiB, and open it within seconds. */
const MOST_CASES = 600;
const MOST_CHARTED = 12;
/** Of every scenario, however many there are. */
const LEAST_CASES = 6;

/** What a page shows of a chapter. */
export interface Room {
  cases: readonly ReportCase[];
  isCharted: boolean;
  /** That cases were left out; none where none were. */
  casesLeft: readonly Block[];
  /** That charts were. */
  chartsLeft: readonly Block[];
}

/** Of the chapter at this place among so many: all of it, unless there are very many cases or scenarios. */
export function roomFor(chapter: Chapter, place: number, chapters: number): Room {
  const all = rowsOf(chapter);
  const most = Math.max(LEAST_CASES, Math.floor(MOST_CASES / chapters));
  const cases = all.length > most ? mostTelling(chapter, all, most) : all;
  const isCharted = place < MOST_CHARTED;
  const casesLeft = `Shown are ${formatCount(cases.length)} of ${formatCount(all.length)} cases: serial, the answer, what failed, and the fastest. report.json has all of them.`;
  const chartsLeft = `Its charts are left out: a page has those of the first ${MOST_CHARTED} scenarios, and this run has ${formatCount(chapters)}.`;
  return {
    cases,
    isCharted,
    casesLeft: cases.length < all.length ? [noteOf(casesLeft)] : [],
    chartsLeft: isCharted ? [] : [noteOf(chartsLeft)],
  };
}

const noteOf = (text: string): Block => ({ ...onPage, kind: 'text', text, look: 'muted' });
