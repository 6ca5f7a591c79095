import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeErrorOf } from '../../../files/index.js';
import type { CommandSpec } from '../../../scenario/index.js';

/** Which chunk a command is started for. */
export interface FilledFor {
  /** How many workers the program is told of, and which of them runs it. */
  workers: number;
  worker: number;
  tasks: readonly string[];
}

/** What the system is asked to start. */
export interface FilledCommand {
  program: string;
  args: string[];
  /** What is added to the environment. */
  env: Record<string, string>;
  /** What it gets on standard input; absent: nothing. */
  input?: string;
}

const PLACEHOLDER = /\{(workers|worker|file|)\}/g;

/** Whether any argument, or a value of the environment, holds this placeholder: `{}`, `{file}`, `{workers}`. */
export function holds({ argv, env = {} }: Pick<CommandSpec, 'argv' | 'env'>, placeholder: string): boolean {
  return [...argv, ...Object.values(env)].some((text) => text.includes(placeholder));
}

/**
 * The command with every placeholder filled in. `folder`: where the file of the tasks is written, one for each worker;
 * a chunk of the same worker writes it again.
 */
export function fillCommand(command: CommandSpec, of: FilledFor, folder: () => string): FilledCommand {
  const lines = of.tasks.map((task) => `${task}\n`).join('');
  let file: string | undefined;
  const tasksFile = () => {
    if (file !== undefined) return file;
    file = join(folder(), `tasks-${of.worker}.txt`);
    writeTasks(file, lines);
    return file;
  };
  const plain = (text: string, name: string, task = '', quote = (said: string) => said): string => {
    if (name === 'workers') return String(of.workers);
    if (name === 'worker') return String(of.worker);
    if (name === 'file') return quote(tasksFile());
    return takesTasks(command) ? quote(task) : text;
  };
  const repeated = (argument: string): string[] => {
    const fill = (task?: string) => argument.replace(PLACEHOLDER, (text, name) => plain(text, name, task));
    return takesTasks(command) && argument.includes('{}') ? of.tasks.map((task) => fill(task)) : [fill()];
  };
  const scripted = (script: string): string =>
    script.replace(PLACEHOLDER, (text, name) =>
      name === '' && takesTasks(command) ? of.tasks.map(quoted).join(' ') : plain(text, name, '', quoted),
    );
  const env = Object.entries(command.env ?? {}).map(([name, value]) => [
    name,
    value.replace(PLACEHOLDER, (text, placeholder) => (placeholder === '' ? text : plain(text, placeholder))),
  ]);
  const [program = '', ...args] = command.shell
    ? ['sh', '-c', scripted(command.argv[0] ?? '')]
    : command.argv.flatMap(repeated);
  return {
    program,
    args,
    env: Object.fromEntries(env),
    ...(command.stdin && { input: lines }),
  };
}

/** Without tasks of its own, `{}` is the program's: `find . -exec cmp {} \;`. */
function takesTasks({ kind }: CommandSpec): boolean {
  return kind === 'chunks';
}

/** As one word of a POSIX shell, whatever it holds. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The same on this CPU alone; wherever the system puts it where none is named. */
export function placedOn(filled: FilledCommand, cpu: number | undefined): FilledCommand {
  if (cpu === undefined) return filled;
  return { ...filled, program: 'taskset', args: ['-c', String(cpu), filled.program, ...filled.args] };
}

function writeTasks(file: string, lines: string): void {
  try {
    writeFileSync(file, lines);
  } catch (error) {
    throw writeErrorOf(file, error);
  }
}
