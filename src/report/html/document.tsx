import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { assetText, chartScripts } from '../assets.js';
import type { Chart } from '../charts/index.js';

/** What every page of corewise is, whatever it tells. */
export interface PageFrame {
  /** Its name in the browser's list of tabs, behind `corewise: `. */
  title: string;
  /** Short facts in the page's head, such as when it was measured. */
  facts: readonly string[];
  charts: readonly Chart[];
  /** Of corewise. */
  version: string;
}

/** JSON that cannot end the script element it stands in. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** Library code as it is: nothing of the report is in it. A `</script` in it would end its element. */
const code = (text: string) => ({ __html: text.replaceAll('</script', '<\\/script') });

/** Nothing is loaded from anywhere, whatever a report's texts contain. */
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

function Document({ frame, children }: { frame: PageFrame; children: ComponentChildren }) {
  return (
    <html lang="en">
      <Head title={frame.title} />
      <body>
        <header>
          <h1>
            <span>corewise</span> {frame.title}
          </h1>
          {frame.facts.map((fact) => (
            <span>{fact}</span>
          ))}
        </header>
        <main>{children}</main>
        <footer>Written by corewise {frame.version}. This file needs no network.</footer>
        <Scripts charts={frame.charts} />
      </body>
    </html>
  );
}

/** One HTML file that works offline; without JavaScript everything but the charts and the sorting works. */
export function renderDocument(frame: PageFrame, children: ComponentChildren): string {
  return `<!doctype html>\n${render(<Document frame={frame}>{children}</Document>)}\n`;
}
