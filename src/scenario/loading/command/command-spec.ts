import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UnavailableError, UsageError } from '../../../errors.js';
import { whyNotRead } from '../../../files/index.js';
import type { CommandKind, CommandSpec, SuiteCommand } from '../../command.js';
import { findProgram } from './find-program.js';

/** More tasks than this are a slip of the keyboard: `1..1000000`. */
const MOST_TASKS = 100_000;

/**
 * What a command of a suite comes to, its files read and its paths from `base`. Throws UsageError for what cannot be,
 * with what would be right; UnavailableError where the program is not on this machine.
 */
export function commandSpec(given: SuiteCommand, base: string): CommandSpec {
  const cwd = resolve(base, given.cwd ?? '.');
  const kind = commandKind(given);
  const tasks = kind === 'chunks' || kind === 'persistent' ? tasksOf(given, base) : [''];
  const { argv, serial, env, stdin, shell, verify } = given;
  checkShell(given);
  if (serial && kind !== 'self-parallel')
    throw new UsageError(
      'A serial form is for a command that parallelises itself, with {workers}; here serial is the same command, one chunk at a time.',
    );
  checkTasks(given, tasks);
  if (!shell)
    for (const words of [argv, serial ?? []]) if (words[0] !== undefined) needProgram(words[0], cwd);
  return {
    kind,
    argv: [...argv],
    ...(serial && { serial: [...serial] }),
    ...(env && { env: { ...env } }),
    ...(stdin && { stdin }),
    ...(shell && { shell }),
    ...(verify !== undefined && { verify }),
    cwd,
    tasks,
  };
}

/** How it takes its tasks. Throws UsageError where it says neither, or both. */
export function commandKind(given: SuiteCommand): CommandKind {
  const texts = [...given.argv, ...Object.values(given.env ?? {})];
  const has = (placeholder: string) => texts.some((text) => text.includes(placeholder));
  const named = [given.range, given.lines, given.tasks].filter((one) => one !== undefined).length;
  if (named > 1) throw new UsageError('Name the tasks once: as a range, or as lines of a file.');
  if (given.persistent) {
    if (given.copies)
      throw new UsageError('Copies are whole programs: a persistent one takes tasks instead.');
    if (named === 0) throw new UsageError(`A persistent command needs tasks: ${PERSISTENT_EXAMPLE}`);
    if (given.stdin || has('{}') || has('{file}'))
      throw new UsageError(
        `A persistent command gets its tasks one by one, as lines of JSON on standard input: leave {}, {file} and --stdin out. ${PERSISTENT_EXAMPLE}`,
      );
    return 'persistent';
  }
  if (given.copies) {
    if (named > 0)
      throw new UsageError(
        'Copies are whole programs without tasks: leave --range or --lines out, or --copies.',
      );
    return 'copies';
  }
  const takesTasks = has('{}') || has('{file}') || given.stdin === true;
  if (named > 0) {
    if (takesTasks) return 'chunks';
    throw new UsageError(
      `The command has no place for its tasks. Write {} where they belong, {file} for a file of them, or --stdin: ${TASKS_EXAMPLE}`,
    );
  }
  if (has('{workers}') && !given.stdin) return 'self-parallel';
  if (takesTasks) throw new UsageError(`The command takes tasks, but there are none: ${TASKS_EXAMPLE}`);
  throw new UsageError(NO_PLACE);
}

const PERSISTENT_EXAMPLE = 'corewise exec --persistent --range 1..12 -- python3 worker.py';
const TASKS_EXAMPLE = 'corewise exec --range 1..12 -- python3 work.py {}';
const NO_PLACE = `The command does not say where the number of workers or the tasks go. One of these:
  it parallelises itself:  corewise exec --workers 1,2,4 -- xz -kfT{workers} big.tar
  by the environment:      corewise exec --workers 1,2,4 --env RAYON_NUM_THREADS={workers} -- ./my-program
  a process per chunk:     ${TASKS_EXAMPLE}
  whole copies at once:    corewise exec --copies 1..4 -- ./my-program`;

function checkShell({ shell, argv, serial }: SuiteCommand): void {
  if (!shell) return;
  if (argv.length !== 1 || (serial && serial.length !== 1))
    throw new UsageError("With --shell the command is one string, in quotes: --shell -- 'sort {} | uniq -c'");
}

/** A line is a task in files and on standard input: one with a line break in it would be two. */
function checkTasks({ argv, stdin, persistent }: SuiteCommand, tasks: readonly string[]): void {
  const inLines = stdin === true || argv.some((word) => word.includes('{file}'));
  const broken = tasks.findIndex((task) => task.includes('\n'));
  if (inLines && !persistent && broken >= 0)
    throw new UsageError(
      `Task ${broken} has a line break in it, and would be two lines. Give it as an argument, with {}.`,
    );
  const zero = tasks.findIndex((task) => task.includes('\0'));
  if (zero >= 0 && !persistent)
    throw new UsageError(`Task ${zero} has a zero byte in it, which cannot be passed to a program.`);
}

function tasksOf({ range, lines, tasks }: SuiteCommand, base: string): string[] {
  if (tasks) return [...tasks];
  if (range !== undefined) return rangeOf(range);
  return linesOf(lines!, base);
}

function rangeOf(range: string): string[] {
  const match = /^(-?\d+)\.\.(-?\d+)$/.exec(range.trim());
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  const count = to - from + 1;
  if (!match || !Number.isSafeInteger(from) || !Number.isSafeInteger(to) || count < 1)
    throw new UsageError(`"${range}" is not a range. Write two whole numbers, the smaller one first: 1..12`);
  if (count > MOST_TASKS)
    throw new UsageError(
      `${range} is ${count} tasks, and at most ${MOST_TASKS} can be measured: each runs many times.`,
    );
  return Array.from({ length: count }, (_, index) => String(from + index));
}

function linesOf(lines: string, base: string): string[] {
  const path = resolve(base, lines);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`Cannot read the tasks in ${path}: ${whyNotRead(cause)}.`, { cause });
  }
  return taskLines(text, path);
}

/** A task a line; `where` is named where there is none. */
export function taskLines(text: string, where: string): string[] {
  const all = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (text === '') throw new UsageError(`There is no task in ${where}: it is empty.`);
  if (all.length > MOST_TASKS)
    throw new UsageError(
      `${where} has ${all.length} tasks, and at most ${MOST_TASKS} can be measured: each runs many times.`,
    );
  return all;
}

function needProgram(program: string, cwd: string): void {
  try {
    findProgram(program, cwd);
  } catch (thrown) {
    throw thrown instanceof UsageError ? new UnavailableError(thrown.message, { cause: thrown }) : thrown;
  }
}
