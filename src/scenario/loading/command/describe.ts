import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { CommandKind, CommandSpec, SuiteCommand } from '../../command.js';

/** What the report calls a command, and what it says of it. */
export function describeCommand(
  { name, argv, shell }: SuiteCommand,
  { kind, tasks }: Pick<CommandSpec, 'kind' | 'tasks'>,
): { name: string; description: string } {
  const words = shell ? (argv[0] ?? '').trim().split(/\s+/) : argv;
  const text = shell ? argv[0]! : argv.map(asTyped).join(' ');
  const how: Record<CommandKind, string> = {
    'self-parallel': 'It parallelises itself and gets the number of workers.',
    chunks: `${tasks.length} tasks, a process for each chunk.`,
    copies: 'Whole programs, several at once.',
    persistent: `${tasks.length} tasks, one process for each worker.`,
  };
  return { name: name ?? nameFrom(words), description: `${text}: ${how[kind]}` };
}

function asTyped(word: string): string {
  return /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const INTERPRETERS = /^(python|node|ruby|perl|sh|bash|php|deno|bun|java|Rscript|lua|env)[\d.]*t?$/;

/** The program's name; of an interpreter that of its script: `work`, `xz`. */
function nameFrom(words: readonly string[]): string {
  const [program = 'command', ...args] = words;
  const script = INTERPRETERS.test(basename(program))
    ? args.find((word) => !word.startsWith('-') && !/[\s{}()]/.test(word))
    : undefined;
  const plain = basename(script ?? program)
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return plain || 'command';
}

/** Larger files than this are data, and not what a program does. */
const LARGEST_SOURCE = 2 ** 22;

/**
 * SHA-256 of what runs: the command, its tasks, and the content of the files that it names by path, such as its script.
 * Not of the program itself, which differs between machines that run the same.
 */
export function hashOfCommand({ cwd, taskTimeoutMs: _, ...command }: CommandSpec): string {
  const hash = createHash('sha256').update(JSON.stringify(command));
  for (const word of [...command.argv, ...(command.serial ?? [])]) {
    const content = sourceOf(resolve(cwd, word));
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

function sourceOf(path: string): Uint8Array | undefined {
  try {
    const { size } = statSync(path);
    return size <= LARGEST_SOURCE && statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
