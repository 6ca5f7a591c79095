import { formatInterval, formatRatio } from '../../stats/index.js';
import { sectionLoss } from '../loss.js';
import { type Section, whyNoAnswer } from '../sections.js';

function Answer({ section }: { section: Section }) {
  const { recommendation } = section;
  if (recommendation === undefined) {
    return (
      <div class="answer">
        <div class="figure">–</div>
        <div>
          <p class="headline">{section.title}: no answer</p>
          <p class="why">
            There is none, since {whyNoAnswer(section)}; the table below shows what was measured.
          </p>
        </div>
      </div>
    );
  }
  const { speedup, headline, why } = recommendation;
  const loss = sectionLoss(section);
  return (
    <div class="answer">
      <div class="figure">
        {formatRatio(speedup.value)}
        <span class="range">
          speedup of {section.title}
          <br />
          95 % interval {formatInterval(speedup)}
        </span>
      </div>
      <div>
        <p class="headline">{headline}</p>
        <p class="why">{why}</p>
        {loss === undefined ? null : <p class="why">{loss}</p>}
      </div>
    </div>
  );
}

/** What the reader came for: one answer a scenario. */
export function Answers({ sections }: { sections: Section[] }) {
  return (
    <section class="answers" aria-label="Answers">
      {sections.map((section) => (
        <Answer section={section} />
      ))}
    </section>
  );
}
