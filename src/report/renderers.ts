import { chartsOf, fitChartsOf, renderPng } from './charts/index.js';
import { csv } from './csv.js';
import { html } from './html/index.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import type { Report } from './schema.js';
import { sectionsOf } from './sections.js';

/** A file's place in the report's folder and what it holds. */
export interface RenderedFile {
  file: string;
  content: string | Uint8Array;
}

/** One format: a pure function of the report. */
export interface Renderer {
  /** As chosen by `--format`. */
  name: string;
  /** What it writes, as a user reads it. */
  file: string;
  description: string;
  render(report: Report): RenderedFile[];
}

const single = (name: string, description: string, render: (report: Report) => string): Renderer => {
  const file = `report.${name}`;
  return { name, file, description, render: (report) => [{ file, content: render(report) }] };
};

/** To add a format: one file, and one line here. */
export const renderers: readonly Renderer[] = [
  single('html', 'one page that works offline: answer, charts, all cases, findings', html),
  single('json', 'everything, for programs; schema/report.schema.json describes it', json),
  single('md', 'the answer, the cases and the findings as Markdown', markdown),
  single('csv', 'one row per case, unformatted', csv),
  {
    name: 'png',
    file: 'charts/*.png',
    description: 'every chart as a picture',
    render: (report) =>
      sectionsOf(report)
        .flatMap((section) => [...chartsOf(section), ...fitChartsOf(section)])
        .map(({ id, config }) => ({ file: `charts/${id}.png`, content: renderPng(config) })),
  },
];
