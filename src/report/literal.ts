import { plain } from './plain.js';

/** Text that must show as it is in Markdown: no HTML, no emphasis, no links, no table cells of its own. */
export const literal = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** A row of a Markdown table. */
export const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
