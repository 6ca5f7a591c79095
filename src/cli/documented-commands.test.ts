import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../own-package.js';
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
    await inert(await createProgram(words)).parseAsync(words, { from: 'user' });
  });
});

describe.each(files.filter((file) => file.endsWith('.md')))(
  'the commands of %s work where it is installed',
  (file) => {
    const lines = runnable(file).split('\n');

    it('since npx finds corewise', () => {
      const bare = /(?:^|[(;&|:]) *(?:\$ )?corewise [a-z-]/;
      expect(lines.filter((line) => bare.test(line))).toEqual([]);
    });

    it('with files that the package has', () => {
      expect(lines.filter((line) => /(?:^|[\s/])reports\/example/.test(line))).toEqual([]);
      const packed = lines.flatMap((line) => line.match(/(?<=\s)(?:docs|schema)\/[\w./-]+/g) ?? []);
      expect(packed.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
    });
  },
);

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
