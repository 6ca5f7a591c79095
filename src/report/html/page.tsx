import { render } from 'preact-render-to-string';
import { assetText, chartScripts } from '../assets.js';
import { type Chart, chartsOf } from '../charts/index.js';
import { endingOf, hostFacts, runFacts, startOf } from '../facts.js';
import type { Report } from '../schema.js';
import { rankFindings, sectionsOf } from '../sections.js';
import { Answers } from './answers.js';
import { Chapter } from './chapter.js';
import { Facts } from './facts.js';
import { Doubts, Findings } from './findings.js';
import { Guide } from './guide.js';

/** JSON that cannot end the script element it stands in. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** Library code as it is: nothing of the report is in it. A `</script` in it would end its element. */
const code = (text: string) => ({ __html: text.replaceAll('</script', '<\\/script') });

/** Nothing is loaded from anywhere, whatever a report's texts contain. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

function Head({ report }: { report: Report }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`corewise: ${report.label}`}</title>
      <link rel="icon" href="data:," />
      <style dangerouslySetInnerHTML={{ __html: assetText('report.css') }} />
    </head>
  );
}

function Scripts({ charts }: { charts: Chart[] }) {
  if (charts.length === 0) return <script dangerouslySetInnerHTML={code(assetText('report.js'))} />;
  const configs = Object.fromEntries(charts.map(({ id, config }) => [id, config]));
  return (
    <>
      <script type="application/json" id="charts" dangerouslySetInnerHTML={{ __html: embedded(configs) }} />
      {[...chartScripts(), assetText('report.js')].map((text) => (
        <script dangerouslySetInnerHTML={code(text)} />
      ))}
    </>
  );
}

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

function Page({ report }: { report: Report }) {
  const sections = sectionsOf(report).map((section) => ({ section, charts: chartsOf(section) }));
  const findings = rankFindings(report.findings);
  return (
    <html lang="en">
      <Head report={report} />
      <body>
        <header>
          <h1>
            <span>corewise</span> {report.label}
          </h1>
          <span>{startOf(report)}</span>
          <span>{endingOf(report)}</span>
        </header>
        <main>
          <Answers sections={sections.map(({ section }) => section)} />
          <Doubts findings={findings} answered={report.recommendations.length > 0} />
          <section aria-label="Machine">
            <Facts facts={hostFacts(report.host)} />
          </section>
          {sections.map(({ section, charts }) => (
            <Chapter section={section} charts={charts} />
          ))}
          <Findings findings={findings} />
          <Guide />
          <Reproduce report={report} />
        </main>
        <footer>Written by corewise {report.versions.corewise ?? ''}. This file needs no network.</footer>
        <Scripts charts={sections.flatMap(({ charts }) => charts)} />
      </body>
    </html>
  );
}

/** One HTML file that works offline; without JavaScript everything but the charts and the sorting works. */
export function html(report: Report): string {
  return `<!doctype html>\n${render(<Page report={report} />)}\n`;
}
