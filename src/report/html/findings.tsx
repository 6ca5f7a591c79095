import { counted } from '../../stats/index.js';
import type { Finding } from '../schema.js';

/** The anchor of a finding, by its place among the ranked ones. */
export const anchorOf = (index: number): string => `finding-${index + 1}`;

/** `a b c.` of `a b c. d e`; the whole text where it is one sentence. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

function Severity({ severity }: { severity: Finding['severity'] }) {
  return <span class={`severity ${severity}`}>{severity === 'info' ? 'note' : severity}</span>;
}

/** Reasons to doubt the answer, right beside it; notes are only counted. `findings` are ranked. */
export function Doubts({ findings, answered }: { findings: Finding[]; answered: boolean }) {
  const doubts = findings.filter(({ severity }) => severity !== 'info');
  const notes = findings.length - doubts.length;
  return (
    <section aria-label="Doubts">
      {doubts.length === 0 && answered ? (
        <p class="muted">No check found a reason to doubt these figures.</p>
      ) : (
        <ul class="doubts">
          {doubts.map((finding, index) => (
            <li>
              <Severity severity={finding.severity} />{' '}
              <a href={`#${anchorOf(index)}`}>{firstSentence(finding.message)}</a>
            </li>
          ))}
        </ul>
      )}
      {notes === 0 ? null : (
        <p class="muted">
          <a href="#findings">{counted(notes, 'note')}</a> further down.
        </p>
      )}
    </section>
  );
}

/** All findings with advice and what they touch. */
export function Findings({ findings }: { findings: Finding[] }) {
  return (
    <section>
      <h2 id="findings">Findings</h2>
      {findings.length === 0 ? <p class="muted">None.</p> : null}
      <ul class="findings">
        {findings.map(({ check, severity, cases, message, advice, details = [] }, index) => (
          <li id={anchorOf(index)}>
            <Severity severity={severity} /> <span class="muted">{check}</span>
            <p>{message}</p>
            {details.length === 0 ? null : <pre class="command">{details.join('\n')}</pre>}
            {advice === '' ? null : (
              <p>
                <strong>What to do:</strong> {advice}
              </p>
            )}
            {cases.length === 0 ? null : (
              <p class="touches">
                Touches {counted(cases.length, 'case')}: {cases.slice(0, 6).join(', ')}
                {cases.length > 6 ? ', …' : ''}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
