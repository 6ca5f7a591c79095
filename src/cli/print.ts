import type { SummaryOptions } from '../report/index.js';
import { printable, printableColoured } from './printable.js';

/** The only thing on stdout of a command with `--json`. */
export function printJson(document: unknown): void {
  process.stdout.write(`${printable(JSON.stringify(document, null, 2))}\n`);
}

export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${printable(lines.join('\n'))}\n`);
}

/** What a text is written for: how wide the terminal is, and whether it has colours. */
export type Terminal = Pick<SummaryOptions, 'columns' | 'color'>;

/** A text that is laid out for the terminal, on stdout. */
export function printText(write: (terminal: Terminal) => string): void {
  const { stdout } = process;
  const color = stdout.isTTY === true && stdout.hasColors();
  const written = write({ columns: stdout.columns ?? 80, color });
  const text = color ? printableColoured(written) : printable(written);
  stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
