import type { Chart } from '../charts/index.js';
import {
  FitSection,
  fallSentence,
  lawSentence,
  nameCurve,
  outlookSentence,
  type ReportFit,
  unsaidWarnings,
} from '../fits/index.js';
import type { Finding } from '../schema.js';
import { anchorOf } from './findings.js';

/** Findings, ranked as on the page, that touch a case of the fit and that some warning of it stands in. */
function Told({ fit, findings }: { fit: ReportFit; findings: readonly Finding[] }) {
  const told = findings.flatMap(({ check, message }, index) =>
    fit.warnings.some((warning) => message.includes(warning)) ? [{ check, index }] : [],
  );
  if (told.length === 0) return null;
  return (
    <p>
      {fit.law === null ? lawSentence(fit) : null} Read with:{' '}
      {told.map(({ check, index }, place) => (
        <>
          {place === 0 ? '' : ', '}
          <a href={`#${anchorOf(index)}`}>{check}</a>
        </>
      ))}
      .
    </p>
  );
}

function Others({ fits, findings }: { fits: readonly ReportFit[]; findings: readonly Finding[] }) {
  if (fits.length === 0) return null;
  return (
    <details>
      <summary>What it would be at other settings ({fits.length})</summary>
      <ul>
        {fits.map((fit) => (
          <li>
            <strong>{nameCurve(fit)}:</strong> {fallSentence(fit)} {lawSentence(fit)} {outlookSentence(fit)}{' '}
            {unsaidWarnings(fit, findings).join(' ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What more workers would give: one setting in full, the others in a sentence each. */
export function Fits({
  fits,
  chart,
  title,
  findings,
}: {
  fits: readonly ReportFit[];
  chart: Chart | undefined;
  title: string;
  findings: readonly Finding[];
}) {
  const [main, ...others] = fits;
  if (main === undefined || chart === undefined) return null;
  return (
    <>
      <h3>What more workers would give: {nameCurve(main)}</h3>
      <FitSection fit={{ ...main, warnings: unsaidWarnings(main, findings) }} chart={chart} title={title}>
        <Told fit={main} findings={findings} />
      </FitSection>
      <Others fits={others} findings={findings} />
    </>
  );
}
