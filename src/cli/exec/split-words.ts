import { UsageError } from '../../errors.js';

/**
 * A command in one text as its words, as a POSIX shell splits them: quotes and backslashes taken off, and nothing else
 * done. Throws UsageError, naming the option, for a quote without an end and for no word at all.
 */
export function splitWords(text: string, option: string): string[] {
  const words: string[] = [];
  const part = /\s+|'([^']*)'|"((?:\\.|[^"\\])*)"|\\([\s\S])|([^\s'"\\]+)|(['"\\])/g;
  let word: string | undefined;
  for (const [whole, single, double, escaped, plain, open] of text.matchAll(part)) {
    if (open !== undefined) throw new UsageError(`${option} has an unclosed ${open}: ${text}`);
    const piece = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain;
    if (piece !== undefined) word = (word ?? '') + piece;
    else if (/^\s/.test(whole) && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  if (words.length === 0)
    throw new UsageError(`${option} is empty: write a command, such as "./my-program --plain".`);
  return words;
}
