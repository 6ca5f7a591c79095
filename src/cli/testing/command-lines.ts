import type { Command } from 'commander';
import { createProgram } from '../program.js';

/** The command lines of corewise in the `sh` blocks of a page, continued lines joined. */
export function commandLinesIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)].map(([, code]) => code!);
  const lines = blocks.flatMap((code) => code.replace(/\\\n\s*/g, ' ').split('\n'));
  return lines.filter((line) => /^(npx )?corewise /.test(line));
}

/** Parses a command line as corewise would, without running it; throws what commander found wrong. */
export function parseOnly(line: string): Promise<void> {
  return parseWords(argumentsOf(line));
}

/** The same of its words. */
export async function parseWords(words: readonly string[]): Promise<void> {
  const program = await createProgram(words);
  disarm(program);
  await program.parseAsync(words, { from: 'user' });
}

function disarm(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .action(() => undefined);
  for (const each of command.commands) disarm(each as Command);
}

/** Up to where the shell takes over: a comment, a pipe or another file. */
function argumentsOf(line: string): string[] {
  const words = (line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replace(/['"]/g, ''));
  const end = words.findIndex((word) => /^([|>#;&]|\d?>)/.test(word));
  return words.slice(words.indexOf('corewise') + 1, end < 0 ? undefined : end);
}
