import { unknownName } from '../../errors.js';
import type { RenderedFile } from '../renderers.js';
import { writeFiles } from '../write.js';
import { markdown } from './markdown.js';
import { html } from './page.js';
import { type PlanDocument, planSchema } from './schema.js';

interface PlanFormat {
  /** As chosen by `--format`. */
  name: string;
  file: string;
  render(document: PlanDocument): string;
}

/** To add a format: one file, and one line here. */
export const planFormats: readonly PlanFormat[] = [
  { name: 'html', file: 'plan.html', render: html },
  { name: 'json', file: 'plan.json', render: json },
  { name: 'md', file: 'plan.md', render: markdown },
];

/** As its schema has it; a figure that is not finite, or a field that is wrong, is an error here. */
function json(document: PlanDocument): string {
  return `${JSON.stringify(planSchema.parse(document), null, 2)}\n`;
}

/** Writes the plan in the given formats, or in all, and returns the paths. Throws UsageError for an unknown format. */
export function writePlan(
  document: PlanDocument,
  directory: string,
  formats: readonly string[] = names,
): Promise<string[]> {
  const files = formats.map((name): RenderedFile => {
    const format = planFormats.find((one) => one.name === name);
    if (format === undefined) throw unknownName('format', name, names);
    return { file: format.file, content: format.render(document) };
  });
  return writeFiles(directory, files);
}

const names = planFormats.map(({ name }) => name);
