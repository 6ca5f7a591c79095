import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { render } from 'preact-render-to-string';
import { ownFile } from '../../../own-package.js';
import type { Chart } from '../../charts/chart.js';
import {
  type Answer,
  chartsIn,
  type Document,
  type Opening,
  type Reason,
  type Section,
} from '../../document/document.js';
import { shownIn } from '../../document/table.js';
import { BlockOf, Figure } from './blocks.js';
import { anchorsOf, Doubts, Findings } from './findings.js';
import { TableOf } from './table.js';

/** The text of a file that assets/ has, as the build writes it into lib/: without what only its authors read. */
const assetText = (name: string): string => readFileSync(ownFile(name), 'utf8');

/** The browser builds of Chart.js and its error bars; neither package exports them by name. */
function chartScripts(): string[] {
  const require = createRequire(import.meta.url);
  const chartJs = join(dirname(require.resolve('chart.js')), 'chart.umd.min.js');
  const errorBars = join(dirname(require.resolve('chartjs-chart-error-bars')), 'index.umd.min.js');
  return [chartJs, errorBars].map((file) => readFileSync(file, 'utf8'));
}

/** JSON that cannot end the script element it stands in. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** Library code as it is: nothing of the document is in it. A `</script` in it would end its element. */
const code = (text: string) => ({ __html: text.replaceAll('</script', '<\\/script') });

/** Nothing is loaded from anywhere, whatever a document's texts contain. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

function Head({ title }: { title: string }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`corewise: ${title}`}</title>
      <link rel="icon" href="data:," />
      <style dangerouslySetInnerHTML={{ __html: assetText('report.css') }} />
      <noscript>
        <style>{'.canvas { display: none; } .pictured:has(.answer) { grid-template-columns: 1fr; }'}</style>
      </noscript>
    </head>
  );
}

function Scripts({ charts }: { charts: readonly Chart[] }) {
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

function AnswerCard({ answer: { figure, figureOf, headline, reasons, isOpen } }: { answer: Answer }) {
  return (
    <div class={isOpen ? 'answer undecided' : 'answer'}>
      <div class="figure">
        {figure}
        {figureOf.length === 0 ? null : (
          <span class="range">{figureOf.map((line, i) => (i === 0 ? line : [<br />, line]))}</span>
        )}
      </div>
      <div>
        <p class="headline">{headline}</p>
        <Reasons reasons={shownIn('html', reasons)} />
      </div>
    </div>
  );
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const named = reasons.filter(({ name }) => name !== undefined);
  return (
    <>
      {reasons
        .filter(({ name }) => name === undefined)
        .map(({ text }) => (
          <p class="why">{text}</p>
        ))}
      {named.length === 0 ? null : (
        <dl class="reasons">
          {named.map(({ name, text }) => (
            <div>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** What fills the first screen: the answers, or a table of them, and one picture. */
function First({ answers, opening = {} }: { answers: readonly Answer[]; opening?: Opening | undefined }) {
  const { chart, answers: table } = opening;
  return (
    <section class={chart ? 'answers pictured' : 'answers'} aria-label="Answers">
      {table ? <TableOf table={table} /> : answers.map((answer) => <AnswerCard answer={answer} />)}
      {chart && <Figure chart={chart} title="The answer" isFirst />}
    </section>
  );
}

type Anchors = ReturnType<typeof anchorsOf>;

interface SectionsProps {
  sections: readonly Section[];
  anchors: Anchors;
  /** Their answers stand with them. */
  withAnswers?: boolean;
}

function Sections({ sections, anchors, withAnswers = false }: SectionsProps) {
  return (
    <>
      {shownIn('html', sections).map(({ id, title, label, answer, blocks }) => (
        <section aria-label={label}>
          {title === undefined ? null : <h2 id={id}>{title}</h2>}
          {withAnswers && answer ? <AnswerCard answer={answer} /> : null}
          {shownIn('html', blocks).map((block) => (
            <BlockOf block={block} anchors={anchors} />
          ))}
        </section>
      ))}
    </>
  );
}

function Page({ document }: { document: Document }) {
  const { title, facts, opening, sections, appendix, findings, version } = document;
  const answers = sections.flatMap(({ answer }) => answer ?? []);
  const anchors = anchorsOf(findings ?? []);
  return (
    <html lang="en">
      <Head title={title} />
      <body>
        <header>
          <h1>
            <span>corewise</span> {title}
          </h1>
          {facts.map((fact) => (
            <span>{fact}</span>
          ))}
        </header>
        <main>
          <First answers={answers} opening={opening} />
          {findings && (
            <Doubts
              findings={findings}
              anchors={anchors}
              isAnswered={answers.some(({ isOpen }) => !isOpen)}
            />
          )}
          <Sections sections={sections} anchors={anchors} withAnswers={opening?.answers !== undefined} />
          {findings && <Findings findings={findings} anchors={anchors} />}
          <Sections sections={appendix} anchors={anchors} />
        </main>
        <footer>Written by corewise {version}. This file needs no network.</footer>
        <Scripts charts={chartsIn(document)} />
      </body>
    </html>
  );
}

/** One HTML file that works offline; without JavaScript everything but the charts and the sorting works. */
export const html = (document: Document): string =>
  `<!doctype html>\n${render(<Page document={document} />)}\n`;
