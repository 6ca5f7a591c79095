import type { SummaryOptions } from '../report/index.js';

/** All that steers a terminal and is no text; line ends and tabs stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Our own colours, of which a text is made for terminals that have them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one.
const coloured = /\u001b\[(?:[1-9]\d?)m/g;

/** A text whose control characters are told instead of obeyed: messages of tasks may hold any. */
export function printable(text: string): string {
  return text.replace(controls, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same, but for colours. */
export function printableColoured(text: string): string {
  const colours = text.match(coloured) ?? [];
  return text
    .split(coloured)
    .map((part, i) => printable(part) + (colours[i] ?? ''))
    .join('');
}

/** The only thing on stdout of a command with `--json`. */
export function printJson(document: unknown): void {
  process.stdout.write(`${printable(JSON.stringify(document, null, 2))}\n`);
}

export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${printable(lines.join('\n'))}\n`);
}

/** What a text is written for: how wide the terminal is, and whether it has colours. */
export type Terminal = Pick<SummaryOptions, 'columns' | 'color'>;

/** How wide the terminal is; 80 where it does not say. Some say 0, such as those of editors and of `script`. */
export function terminalColumns(stream: NodeJS.WriteStream = process.stdout): number {
  return stream.columns || 80;
}

/** A text that is laid out for the terminal, on stdout. */
export function printText(write: (terminal: Terminal) => string): void {
  const { stdout } = process;
  const color = stdout.isTTY === true && stdout.hasColors();
  const written = write({ columns: terminalColumns(), color });
  const text = color ? printableColoured(written) : printable(written);
  stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Why there are no pictures, where somebody asked for some; on stderr. */
export function noteNoPictures(reason: string | undefined): void {
  if (reason !== undefined) process.stderr.write(`note: No PNG charts were written: ${reason}\n`);
}
