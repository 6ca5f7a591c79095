import { pictures, renderersOf, writeRendered } from '../render/formats.js';
import { chartsUnavailable } from '../render/png.js';
import { type SummaryOptions, terminal } from '../render/terminal/terminal.js';
import { fitContent } from './content.js';
import { type FitDocument, fitDocumentSchema } from './document.js';

const fit = { name: 'fit', schema: () => fitDocumentSchema, contentOf: fitContent };

const fitFormats = renderersOf<FitDocument>(fit);

/** A fit document for a terminal: each curve's law, its chart, what it predicts, and what makes it doubtful. */
export function summariseFit(document: FitDocument, options: SummaryOptions): string {
  return terminal(fitContent(document), options);
}

/** What was written, and why no pictures were, where they could not be drawn. */
export interface FitFiles {
  paths: string[];
  withoutPictures?: string;
}

/** Writes fit.html, fit.json, fit.md and charts/*.png. Each file is there whole or not at all. */
export async function writeFit(document: FitDocument, directory: string): Promise<FitFiles> {
  const withoutPictures = await chartsUnavailable();
  if (withoutPictures !== undefined)
    return { paths: await writeRendered(fitFormats, document, directory), withoutPictures };
  return { paths: await writeRendered([...fitFormats, pictures(fit)], document, directory) };
}
