import { answerOf } from '../answer.js';
import { sectionLoss } from '../loss.js';
import type { Report } from '../schema.js';
import type { Section } from '../sections.js';

function AnswerCard({ section, report }: { section: Section; report: Report }) {
  const { verdict, figure, figureOf, headline, why } = answerOf(section, report);
  const loss = sectionLoss(section);
  return (
    <div class={`answer ${verdict}`}>
      <div class="figure">
        {figure}
        <span class="range">{figureOf.map((line, i) => (i === 0 ? line : [<br />, line]))}</span>
      </div>
      <div>
        <p class="headline">{headline}</p>
        {why === undefined ? null : <p class="why">{why}</p>}
        {loss === undefined ? null : <p class="why">{loss}</p>}
      </div>
    </div>
  );
}

/** What the reader came for: one answer a scenario. */
export function Answers({ sections, report }: { sections: Section[]; report: Report }) {
  return (
    <section class="answers" aria-label="Answers">
      {sections.map((section) => (
        <AnswerCard section={section} report={report} />
      ))}
    </section>
  );
}
