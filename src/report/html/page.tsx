import { verdictOf } from '../answer.js';
import { type Chart, chartsOf, fitChartsOf } from '../charts/index.js';
import { endingOf, hostFacts, runFacts, startOf } from '../facts.js';
import type { Report } from '../schema.js';
import { rankFindings, type Section, sectionsOf } from '../sections.js';
import { Answers } from './answers.js';
import { Chapter } from './chapter.js';
import { renderDocument } from './document.js';
import { Facts } from './facts.js';
import { Doubts, Findings } from './findings.js';
import { Reproduce } from './reproduce.js';
import { RunGuide } from './run-guide.js';
import { Words } from './words.js';

function Run({ report }: { report: Report }) {
  const [command, ...facts] = runFacts(report);
  return (
    <Reproduce command={command!.value}>
      <Words words={facts.map(({ name, value }) => [name, value])} />
    </Reproduce>
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
      <Answers sections={sections.map(({ section }) => section)} report={report} />
      <Doubts
        findings={findings}
        answered={report.recommendations.some((one) => verdictOf(one) !== 'undecided')}
      />
      <section aria-label="Machine">
        <Facts facts={hostFacts(report.host)} />
      </section>
      {sections.map((one) => (
        <Chapter {...one} findings={findings} />
      ))}
      <Findings findings={findings} />
      <RunGuide />
      <Run report={report} />
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
