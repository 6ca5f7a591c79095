import { formatInterval, formatRatio } from '../../stats/index.js';
import type { Section } from '../sections.js';

function Answer({ section }: { section: Section }) {
  const { recommendation } = section;
  if (recommendation === undefined) {
    return (
      <div class="answer">
        <div class="figure">–</div>
        <div>
          <p class="headline">{section.title}: no answer</p>
          <p class="why">No case could be compared with serial; the table below says why.</p>
        </div>
      </div>
    );
  }
  const { speedup, headline, why } = recommendation;
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
