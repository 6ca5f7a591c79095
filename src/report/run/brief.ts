import { groupBy } from '../../insight/analysis/index.js';
import { gravestFirst } from '../../insight/findings/index.js';
import { counted, listed } from '../../stats/index.js';
import type { Block, Document, Finding, Section } from '../document/document.js';
import { answerOf } from './answer.js';
import { type Chapter, chaptersOf, rowsOf } from './chapters.js';
import { casesTable, chapterAnswer, closingOf } from './content.js';
import { chapterLoss } from './loss.js';
import type { Report } from './report/schema.js';
import { mostTelling } from './telling.js';

/** One screen: what to do, why not more, the settings that matter, and what to doubt; the page has the rest. */
export function briefContent(report: Report): Document {
  return {
    title: report.label,
    facts: [],
    sections: chaptersOf(report).map((chapter) => sectionOf(chapter, report)),
    findings: mergeAlike(report),
    appendix: [],
    closing: closingOf(report),
    version: report.versions.corewise ?? '',
  };
}

function sectionOf(chapter: Chapter, report: Report): Section {
  const { why = '', verdict } = answerOf(chapter, report);
  // Why it is this pool and no other stands on the page; that there is none, or no answer yet, is explained here.
  const reason = verdict === 'pool' ? chapter.recommendation?.doubt : why;
  const reasons = [reason, chapterLoss(chapter, true)].flatMap((text) => (text ? [{ text }] : []));
  return { answer: { ...chapterAnswer(chapter, report), reasons }, blocks: casesOf(chapter) };
}

function casesOf(chapter: Chapter): Block[] {
  const all = rowsOf(chapter);
  const measured = all.filter(({ status }) => status !== 'dropped');
  if (measured.length === 0) return [];
  const shown = mostTelling(chapter, measured);
  const left = all.length - shown.length;
  return [
    { kind: 'table', table: casesTable(chapter, shown) },
    ...(left === 0
      ? []
      : [{ kind: 'text', text: `… and ${counted(left, 'more setting')}`, look: 'muted' } as const]),
  ];
}

/** Each said once for all scenarios that it is about. */
export function mergeAlike({ cases, findings }: Report): Finding[] {
  const scenarioOf = new Map(cases.map(({ id, scenario }) => [id, scenario]));
  const namesOf = (finding: Finding) =>
    (finding.cases ?? []).map((id) => scenarioOf.get(id)).filter((name) => name !== undefined);
  return [...groupBy(gravestFirst<Finding>(findings), ({ check }) => check).values()].map(
    ([first, ...others]) => {
      const said = new Set(namesOf(first!));
      const also = [...new Set(others.flatMap(namesOf))].filter((name) => !said.has(name));
      return { ...first!, ...(also.length > 0 && { aside: `Also ${listed(also)}.` }) };
    },
  );
}
