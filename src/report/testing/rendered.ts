import { renderers } from '../run/formats.js';
import type { Report } from '../run/report/schema.js';

/** What a format of one file makes of a report. */
export const rendered =
  (format: 'html' | 'json' | 'md' | 'csv') =>
  (report: Report): string => {
    const [file] = renderers.find(({ name }) => name === format)!.render(report);
    return String(file!.content);
  };

export const html = rendered('html');
export const json = rendered('json');
export const markdown = rendered('md');
export const csv = rendered('csv');
