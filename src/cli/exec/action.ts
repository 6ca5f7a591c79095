import { readFileSync } from 'node:fs';
import { UsageError } from '../../errors.js';
import { whyNotRead } from '../../files/index.js';
import type { SuiteCommand } from '../../scenario/index.js';
import {
  commandKind,
  commandSpec,
  describeCommand,
  findProgram,
  taskLines,
} from '../../scenario/loading/index.js';
import { type Begun, measureChosen } from '../run/action.js';
import type { ChosenSuite } from '../run/choose-suite.js';
import type { RunOptions } from '../run/options.js';

/** `corewise exec`: measures a command as `run` measures a scenario. `raw`: all words of the command line. */
export async function exec(
  words: readonly string[],
  raw: readonly string[],
  options: ExecOptions,
): Promise<number> {
  const { choose, options: general } = begunBy(words, raw, options);
  return measureChosen(choose, general);
}

/** What the words of a command line say. Throws UsageError. */
export function begunBy(words: readonly string[], raw: readonly string[], options: ExecOptions): Begun {
  const command = commandOf(wordsAfter(words, raw), options);
  const chosen = chosenBy(command, process.cwd());
  const kind = commandKind(command);
  if (options.chunksize && (kind === 'self-parallel' || kind === 'copies'))
    throw new UsageError(
      '--chunksize is for tasks, and a whole program has none: leave it out, or give tasks with --range or --lines.',
    );
  const { copies, workers = copies, ...others } = options;
  if (copies && options.workers)
    throw new UsageError('--copies says how many run at once: leave --workers out, or --copies.');
  const general: RunOptions = { ...others, ...(workers && { workers }) };
  return { choose: async () => chosen, options: general };
}

/** The command stands behind --, so that its options cannot be taken for ours. */
function wordsAfter(words: readonly string[], raw: readonly string[]): readonly string[] {
  const after = raw.includes('--') ? raw.slice(raw.indexOf('--') + 1) : [];
  if (after.length > 0 && words.length === after.length) return after;
  if (words.length === 0)
    throw new UsageError(
      'There is no command. Write it after --:  corewise exec --workers 1,2,4 -- pytest -n {workers}',
    );
  const before = words.slice(0, words.length - after.length);
  throw new UsageError(
    `Write the command after --, so that its options are its own:  corewise exec … -- ${[...before, ...after].join(' ')}`,
  );
}

function commandOf(argv: readonly string[], options: ExecOptions): SuiteCommand {
  const { range, lines, stdin, serial, env, shell, verify, copies, persistent } = options;
  return {
    argv,
    ...(range !== undefined && { range }),
    ...(lines === '-' ? { tasks: linesOfStdin() } : lines !== undefined && { lines }),
    ...(stdin && { stdin: true as const }),
    ...(serial !== undefined && { serial: shell ? [serial] : splitWords(serial, '--serial') }),
    ...(env && { env }),
    ...(shell && { shell: true as const }),
    ...(verify !== undefined && { verify }),
    ...(copies && { copies: true as const }),
    ...(persistent && { persistent: true as const }),
  };
}

function linesOfStdin(): string[] {
  if (process.stdin.isTTY)
    throw new UsageError(
      '--lines - reads the tasks from standard input, but nothing is piped in: ls *.json | corewise exec --lines - …',
    );
  let text: string;
  try {
    text = readFileSync(0, 'utf8');
  } catch (cause) {
    throw new UsageError(`Cannot read the tasks from standard input: ${whyNotRead(cause)}.`, { cause });
  }
  return taskLines(text, 'standard input');
}

/** What is asked for here must be here: a program that is missing is no reason to skip, but a slip. */
function chosenBy(command: SuiteCommand, cwd: string): ChosenSuite {
  if (!command.shell)
    for (const words of [command.argv, command.serial ?? []]) if (words[0]) findProgram(words[0], cwd);
  const { name } = describeCommand(command, commandSpec(command, cwd));
  return { suite: { name: 'command line', sweeps: [{ command }] }, base: cwd, label: name };
}

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

/** What commander makes of the options of `exec`. */
export interface ExecOptions
  extends Omit<RunOptions, 'suite' | 'engine' | 'dispatch' | 'param' | 'cold' | 'for' | 'resume' | 'force'> {
  copies?: string[];
  persistent?: boolean;
  range?: string;
  lines?: string;
  stdin?: boolean;
  serial?: string;
  env?: Record<string, string>;
  shell?: boolean;
  /** Absent unless one of --verify and --no-verify is given. */
  verify?: boolean;
}
