import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import { unknownName } from '../../errors.js';
import { writeAllWhole } from '../../files/index.js';
import type { Chart } from '../charts/chart.js';
import { heatChart } from '../charts/heat.js';
import { chartsIn, type Document } from '../document/document.js';
import { html } from './html/page.js';
import { markdown } from './markdown.js';
import { renderPng } from './png.js';

/** What a comparison or a plan writes unless told otherwise. */
export const DEFAULT_FORMATS: readonly string[] = ['html', 'json', 'md'];

/** A file's place in the folder of a document and what it holds. */
export interface RenderedFile {
  file: string;
  content: string | Uint8Array;
}

/** One format: a pure function of what a run, fit, comparison or plan came to. */
export interface Renderer<Data> {
  /** As chosen by `--format`. */
  name: string;
  /** What it writes, as a user reads it. */
  file: string;
  description: string;
  render(data: Data): RenderedFile[];
}

/** What is rendered of one kind of data. */
export interface Rendered<Data> {
  /** Of its files: `report`. */
  name: string;
  /** Asked when JSON is written: naming the formats makes no schema. */
  schema(): z.ZodType<Data>;
  /** Of the file in schema/ that describes the data; the name, unless given. */
  schemaName?: string;
  /** What it says, for people. */
  contentOf(data: Data): Document;
  /** The same in as few lines as a pull request has room for; all of it, unless given. */
  shortOf?(data: Data): Document;
}

export type Content<Data> = Rendered<Data>['contentOf'];

/** Page, data and Markdown: what every document has. */
export function renderersOf<Data>({
  name,
  schema,
  schemaName = name,
  ...contents
}: Rendered<Data>): Renderer<Data>[] {
  const { contentOf, shortOf = contentOf } = contents;
  return [
    single(
      `${name}.html`,
      'html',
      'one page that works offline: answer, charts, all cases, findings',
      (data) => html(contentOf(data)),
    ),
    single(
      `${name}.json`,
      'json',
      `everything, for programs; schema/${schemaName}.schema.json describes it`,
      // A figure that is not finite, or a field that is wrong, is an error here.
      (data) => `${JSON.stringify(schema().parse(data), null, 2)}\n`,
    ),
    single(`${name}.md`, 'md', 'the answer, the cases and the findings as Markdown', (data) =>
      markdown(shortOf(data)),
    ),
  ];
}

/** A format of one file. */
export function single<Data>(
  file: string,
  name: string,
  description: string,
  render: (data: Data) => string,
): Renderer<Data> {
  return { name, file, description, render: (data) => [{ file, content: render(data) }] };
}

/** Every chart, then every table that is a heat map. */
function picturesIn(document: Document): Chart[] {
  const blocks = [...document.sections, ...document.appendix].flatMap((section) => section.blocks);
  const heatMaps = blocks.flatMap((block) =>
    block.kind === 'table' && block.picture ? [heatChart(block.picture, block.table)] : [],
  );
  return [...chartsIn(document), ...heatMaps];
}

/** Every chart as a picture. */
export const pictures = <Data>({ contentOf }: Pick<Rendered<Data>, 'contentOf'>): Renderer<Data> => ({
  name: 'png',
  file: 'charts/*.png',
  description: 'every chart as a picture',
  render: (data) =>
    picturesIn(contentOf(data)).map(({ id, config }) => ({
      file: `charts/${id}.png`,
      // Drawn when it is written: a picture takes 20 MB until then, and there may be hundreds.
      get content() {
        return renderPng(config);
      },
    })),
});

/** The renderers of these names. Throws UsageError for one that there is not, naming the nearest. */
export function chosen<Data>(
  renderers: readonly Renderer<Data>[],
  names: readonly string[],
): Renderer<Data>[] {
  return names.map((name) => {
    const found = renderers.find((renderer) => renderer.name === name);
    if (found !== undefined) return found;
    throw unknownName(
      'format',
      name,
      renderers.map((renderer) => renderer.name),
    );
  });
}

/** Writes data in some formats and returns the paths, in their order; each file is there whole or not at all. */
export async function writeRendered<Data>(
  renderers: readonly Renderer<Data>[],
  data: Data,
  directory: string,
): Promise<string[]> {
  const files = renderers.flatMap((renderer) => renderer.render(data));
  const paths: string[] = [];
  for (const file of files) {
    paths.push(...writeAllWhole(directory, [file]));
    // What drew a picture gives its memory back between two turns of the loop.
    await nextTurn();
  }
  return paths;
}
