import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../scenario/loading/index.js';
import { createProgram } from './program.js';

const docs = readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' });
const files = ['README.md', ...docs.map((file) => join('docs', file))].filter((file) =>
  /\.(md|sh|ya?ml)$/.test(file),
);
const read = (file: string) => readFileSync(join(packageRoot, file), 'utf8');

/** Of Markdown what stands in blocks that a reader runs; of other files everything. */
function runnable(file: string): string {
  if (!file.endsWith('.md')) return read(file);
  const blocks = read(file).matchAll(/```(?:sh|bash|shell|console|ya?ml)\n([\s\S]*?)```/g);
  return [...blocks].map(([, block]) => block).join('\n');
}

/** The arguments of each `corewise …` in a text, quotes taken off, up to where the shell's own words begin. */
function commandsIn(text: string): string[][] {
  const joined = text.replace(/\\\n\s*/g, ' ').replace(/^\s*#.*$/gm, '');
  return [...joined.matchAll(/(?:^|[\s(;&|])corewise[ \t]+([a-z-][^\n]*)/gm)].map(([, rest]) => {
    const words = rest!.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
    const end = words.findIndex((word) => /^(?:[|;&<>#)]|\d>)/.test(word));
    const own = end < 0 ? words : words.slice(0, end);
    const last = own.findIndex((word) => /[;)]$/.test(word));
    const args = last < 0 ? own : own.slice(0, last + 1);
    return args.map((word) => word.replace(/["']|[;)]$/g, ''));
  });
}

/** A command line that is read like any other, and then does nothing. */
function inert(program: Command): Command {
  program.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const command of program.commands) {
    inert(command);
    if (command.commands.length === 0) command.action(() => undefined);
  }
  return program;
}

const commands = files.flatMap((file) => commandsIn(runnable(file)).map((args) => ({ file, args })));

it('command lines are found in every form', () => {
  const text = [
    '$ corewise run cycles | tail',
    'npx corewise compare a \\\n  b --out "x y" > log',
    '(cd z && corewise host)',
    '# corewise run nothing',
    'corewise list; date',
  ].join('\n');
  expect(commandsIn(text)).toEqual([
    ['run', 'cycles'],
    ['compare', 'a', 'b', '--out', 'x y'],
    ['host'],
    ['list'],
  ]);
});

describe('command lines in the documentation', () => {
  it('are there', () => {
    expect(commands.length).toBeGreaterThan(20);
  });

  it.each(commands)('$file: corewise $args', async ({ args }) => {
    const words = args.map((word) => word.replace(/\$\{\{.*?\}\}|\$\{?\w+\}?/g, '5%'));
    await inert(createProgram()).parseAsync(words, { from: 'user' });
  });
});

describe('files in docs/recipes', () => {
  const recipes = files.filter((file) => file.startsWith(join('docs', 'recipes')));

  it.each(recipes.filter((file) => file.endsWith('.sh')))('%s is valid shell', (file) => {
    const { status, stderr } = spawnSync('bash', ['-n', file], { cwd: packageRoot, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(recipes.filter((file) => /\.ya?ml$/.test(file)))('%s is valid YAML', (file) => {
    for (const document of parseAllDocuments(read(file))) expect(document.errors).toEqual([]);
  });

  it('are all named in the pages that explain them', () => {
    const pages = read(join('docs', 'fleet.md')) + read(join('docs', 'ci.md'));
    const names = recipes.map((file) => file.split(/[\\/]/).at(-1)!);
    expect(names.filter((name) => !pages.includes(name))).toEqual([]);
  });
});
