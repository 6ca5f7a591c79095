import { unknownName } from '../../errors.js';
import { type ComparisonDocument, documentSchema } from '../../market/compare/index.js';
import type { RenderedFile } from '../renderers.js';
import { writeFiles } from '../write.js';
import { bencher } from './bencher.js';
import { githubActionBenchmark } from './github-action-benchmark.js';
import { markdown } from './markdown.js';
import { html } from './page.js';

interface ComparisonFormat {
  /** As chosen by `--format`. */
  name: string;
  file: string;
  render(document: ComparisonDocument): string;
}

/** To add a format: one file, and one line here. */
export const comparisonFormats: readonly ComparisonFormat[] = [
  { name: 'html', file: 'compare.html', render: html },
  { name: 'json', file: 'compare.json', render: json },
  { name: 'md', file: 'compare.md', render: markdown },
  { name: 'github-action-benchmark', file: 'github-action-benchmark.json', render: githubActionBenchmark },
  { name: 'bencher', file: 'bencher.json', render: bencher },
];

/** As its schema has it; a figure that is not finite, or a field that is wrong, is an error here. */
function json(document: ComparisonDocument): string {
  return `${JSON.stringify(documentSchema.parse(document), null, 2)}\n`;
}

const DEFAULT_FORMATS = ['html', 'json', 'md'];

/** Writes the comparison in the given formats and returns the paths. Throws UsageError for an unknown format. */
export function writeComparison(
  document: ComparisonDocument,
  directory: string,
  formats: readonly string[] = DEFAULT_FORMATS,
): Promise<string[]> {
  const files = formats.map((name): RenderedFile => {
    const format = comparisonFormats.find((one) => one.name === name);
    if (format === undefined)
      throw unknownName(
        'format',
        name,
        comparisonFormats.map((one) => one.name),
      );
    return { file: format.file, content: format.render(document) };
  });
  return writeFiles(directory, files);
}
