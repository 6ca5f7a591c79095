import { counted } from '../../../stats/index.js';
import type { Finding } from '../../document/document.js';

/** The anchor of each finding: its name, with a number behind it where an earlier one has the same. */
export function anchorsOf(findings: readonly Finding[]): Map<Finding, string> {
  const counts = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const count = (counts.get(finding.check) ?? 0) + 1;
      counts.set(finding.check, count);
      const name = encodeURIComponent(finding.check);
      return [finding, count === 1 ? `finding-${name}` : `finding-${name}-${count}`];
    }),
  );
}

export interface FindingsProps {
  /** Ranked. */
  findings: readonly Finding[];
  anchors: ReadonlyMap<Finding, string>;
}

/** `a b c.` of `a b c. d e`; the whole text where it is one sentence. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

export function Severity({ severity }: Pick<Finding, 'severity'>) {
  return <span class={`severity ${severity}`}>{severity === 'info' ? 'note' : severity}</span>;
}

/** More than these stand folded between the answer and what it rests on. */
const MOST_DOUBTS = 3;

function DoubtList({ findings, anchors }: FindingsProps) {
  return (
    <ul class="doubts">
      {findings.map((finding) => (
        <li>
          <Severity severity={finding.severity} />{' '}
          <a href={`#${anchors.get(finding)}`}>{firstSentence(finding.message)}</a>
        </li>
      ))}
    </ul>
  );
}

/** Reasons to doubt the answer, right beside it; notes are only counted. */
export function Doubts({ findings, anchors, isAnswered }: FindingsProps & { isAnswered: boolean }) {
  const doubts = findings.filter(({ severity }) => severity !== 'info');
  const notes = findings.length - doubts.length;
  const shown = doubts.filter(({ isMinor }) => !isMinor).slice(0, MOST_DOUBTS);
  const folded = doubts.filter((doubt) => !shown.includes(doubt));
  return (
    <section aria-label="Doubts">
      {doubts.length === 0 && isAnswered ? (
        <p class="muted">No check found a reason to doubt these figures.</p>
      ) : (
        <>
          {shown.length === 0 ? null : <DoubtList findings={shown} anchors={anchors} />}
          {folded.length === 0 ? null : (
            <details>
              <summary>
                {shown.length === 0
                  ? `${counted(folded.length, 'warning')} that ${folded.length === 1 ? 'does' : 'do'} not touch the answer`
                  : counted(folded.length, 'more finding')}
              </summary>
              <DoubtList findings={folded} anchors={anchors} />
            </details>
          )}
        </>
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
export function Findings({ findings, anchors }: FindingsProps) {
  return (
    <section>
      <h2 id="findings">Findings</h2>
      {findings.length === 0 ? <p class="muted">None.</p> : null}
      <ul class="findings">
        {findings.map((finding) => (
          <Whole finding={finding} anchor={anchors.get(finding)} />
        ))}
      </ul>
    </section>
  );
}

const MOST_NAMED = 6;

function Whole({ finding, anchor }: { finding: Finding; anchor: string | undefined }) {
  const { check, severity, cases = [], message, advice, details = [] } = finding;
  return (
    <li id={anchor}>
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
          Touches {counted(cases.length, 'case')}: {cases.slice(0, MOST_NAMED).join(', ')}
          {cases.length > MOST_NAMED ? ', …' : ''}
        </p>
      )}
    </li>
  );
}
