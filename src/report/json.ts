import { type Report, reportSchema } from './schema.js';

/** The report as its schema has it; a figure that is not finite, or a field that is wrong, is an error here. */
export function json(report: Report): string {
  return `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;
}
