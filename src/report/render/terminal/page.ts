export type Paint = (style: 'bold' | 'dim' | 'error' | 'warning' | 'info', text: string) => string;

const codes = { bold: [1, 22], dim: [2, 22], error: [31, 39], warning: [33, 39], info: [36, 39] } as const;

/** Colours for a terminal that has them; elsewhere text stays as it is. */
export const painter =
  (color: boolean): Paint =>
  (style, text) =>
    color ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text;

/** What lines for a terminal need to know of it. */
export interface Page {
  /** No line is longer. */
  width: number;
  paint: Paint;
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]/u;

/** Columns a text takes in a terminal; text without control characters. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/** Cuts a word that is wider than a line. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const parts = [''];
  for (const character of word) {
    if (widthOf(parts.at(-1)! + character) > width) parts.push('');
    parts.push(parts.pop()! + character);
  }
  return parts;
}

/** Where a line may end: a figure keeps its unit. */
const BREAK = /(?<!\d)\s+|\s+(?!(?:%|[mµn]?s|min|h|[KMG]iB)(?!\w))/;

/** Lines of at most `width` columns; those after the first are indented by `hang`. */
export function wrap(text: string, width: number, hang = 0): string[] {
  const words = text.split(BREAK).flatMap((word) => pieces(word, Math.max(2, width - hang)));
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = ' '.repeat(hang) + word;
    } else line = longer;
  }
  return [...lines, line];
}
