import { chartsUnavailable, renderPng } from '../charts/index.js';
import type { RenderedFile } from '../renderers.js';
import { writeFiles } from '../write.js';
import { chartsIn } from './charts.js';
import { html } from './html.js';
import { markdown } from './markdown.js';
import { type FitDocument, fitDocumentSchema } from './schema.js';

/** What was written, and why no pictures were, where they could not be drawn. */
export interface FitFiles {
  paths: string[];
  withoutPictures?: string;
}

/** Writes fit.html, fit.json, fit.md and charts/*.png. Each file is there whole or not at all. */
export async function writeFit(document: FitDocument, directory: string): Promise<FitFiles> {
  const withoutPictures = await chartsUnavailable();
  const files = [
    { file: 'fit.html', content: html(document) },
    { file: 'fit.json', content: `${JSON.stringify(fitDocumentSchema.parse(document), null, 2)}\n` },
    { file: 'fit.md', content: markdown(document) },
    ...(withoutPictures === undefined ? picturesOf(document) : []),
  ];
  const paths = await writeFiles(directory, files);
  return withoutPictures === undefined ? { paths } : { paths, withoutPictures };
}

function picturesOf(document: FitDocument): RenderedFile[] {
  return chartsIn(document).map(({ id, config }) => ({
    file: `charts/${id}.png`,
    content: renderPng(config),
  }));
}
