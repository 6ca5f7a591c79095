import { type Chart, chartsOf, fitChartsOf } from '../charts/index.js';
import { endingOf, hostFacts, runFacts, startOf } from '../facts.js';
import type { Report } from '../schema.js';
import { rankFindings, type Section, sectionsOf } from '../sections.js';
import { Answers } from './answers.js';
import { Chapter } from './chapter.js';
import { renderDocument } from './document.js';
import { Facts } from './facts.js';
import { Doubts, Findings } from './findings.js';
import { Guide } from './guide.js';

function Reproduce({ report }: { report: Report }) {
  const [command, ...facts] = runFacts(report);
  return (
    <section>
      <h2 id="reproduce">How to reproduce</h2>
      <pre class="command">{command!.value}</pre>
      <dl class="words">{facts.flatMap(({ name, value }) => [<dt>{name}</dt>, <dd>{value}</dd>])}</dl>
    </section>
  );
}

interface Charted {
  section: Section;
  charts: Chart[];
  fitCharts: Chart[];
}

function Page({ report, sections }: { report: Report; sections: Charted[] }) {
  const findings = rankFindings(report.findings);
  return (
    <>
      <Answers sections={sections.map(({ section }) => section)} />
      <Doubts findings={findings} answered={report.recommendations.length > 0} />
      <section aria-label="Machine">
        <Facts facts={hostFacts(report.host)} />
      </section>
      {sections.map((one) => (
        <Chapter {...one} findings={findings} />
      ))}
      <Findings findings={findings} />
      <Guide />
      <Reproduce report={report} />
    </>
  );
}

/** The report as one page. */
export function html(report: Report): string {
  const sections = sectionsOf(report).map((section) => ({
    section,
    charts: chartsOf(section),
    fitCharts: fitChartsOf(section),
  }));
  const frame = {
    title: report.label,
    facts: [startOf(report), endingOf(report)],
    charts: sections.flatMap(({ charts, fitCharts }) => [...charts, ...fitCharts]),
    version: report.versions.corewise ?? '',
  };
  return renderDocument(frame, <Page report={report} sections={sections} />);
}
