import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../../scenario/index.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { fillCommand, quoted } from './fill.js';

const folder = temporaryFolder();
const specOf = (more: Partial<CommandSpec>): CommandSpec => ({
  ...{ kind: 'chunks', argv: ['work', '{}'], cwd: '/', tasks: [] },
  ...more,
});
const fill = (more: Partial<CommandSpec>, tasks: readonly string[] = ['a', 'b'], worker = 1) =>
  fillCommand(specOf(more), { workers: 4, worker, tasks }, () => folder);

describe('placeholders', () => {
  it('are tasks as arguments, each as it stands', () => {
    const odd = ['two words', "it's", '"', '-x', '', 'line\nbreak', '{workers}', '$HOME'];
    expect(fill({}, odd)).toEqual({ program: 'work', args: odd, env: {} });
  });

  it('repeat the argument that holds them', () => {
    const { args } = fill({ argv: ['work', '--in={}', '--end'] });
    expect(args).toEqual(['--in=a', '--in=b', '--end']);
  });

  it('are the number of workers and the one that runs it, in arguments and in the environment', () => {
    const filled = fill({
      argv: ['work', '-T{workers}', 'out{worker}', '{}'],
      env: { THREADS: '{workers}', PLAIN: '{}' },
    });
    expect(filled).toMatchObject({ args: ['-T4', 'out1', 'a', 'b'], env: { THREADS: '4', PLAIN: '{}' } });
  });

  it('are a file of the tasks, a line each, one for each worker', () => {
    const { args } = fill({ argv: ['work', '-f', '{file}', '--again={file}'] });
    expect(args).toEqual(['-f', join(folder, 'tasks-1.txt'), `--again=${join(folder, 'tasks-1.txt')}`]);
    expect(readFileSync(args[1]!, 'utf8')).toBe('a\nb\n');
    expect(fill({ argv: ['work', '{file}'] }, ['c'], 2).args).toEqual([join(folder, 'tasks-2.txt')]);
    expect(readFileSync(args[1]!, 'utf8')).toBe('a\nb\n');
  });

  it('write no file that nobody asked for', () => {
    fill({ argv: ['work', '{}'] }, ['z'], 7);
    expect(existsSync(join(folder, 'tasks-7.txt'))).toBe(false);
  });

  it('are lines on standard input', () => {
    expect(fill({ argv: ['work'], stdin: true })).toEqual({
      program: 'work',
      args: [],
      env: {},
      input: 'a\nb\n',
    });
  });

  it('leave {} to a program without tasks', () => {
    const { args } = fill({ kind: 'self-parallel', argv: ['find', '{}', '-j{workers}'] }, ['']);
    expect(args).toEqual(['{}', '-j4']);
  });

  it('are quoted for a shell', () => {
    const { program, args } = fill({ shell: true, argv: ['sort {} | head -{workers} > {file}'] }, [
      "it's",
      '$(x)',
    ]);
    expect([program, ...args]).toEqual([
      'sh',
      '-c',
      `sort 'it'\\''s' '$(x)' | head -4 > '${join(folder, 'tasks-1.txt')}'`,
    ]);
  });
});

it('a quoted word is one word, whatever it holds', () => {
  expect(quoted('')).toBe("''");
  expect(quoted("a'b\nc")).toBe("'a'\\''b\nc'");
});
