import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnavailableError, UsageError } from '../../../errors.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import type { SuiteCommand } from '../../command.js';
import { commandSpec, taskLines } from './command-spec.js';
import { describeCommand, hashOfCommand } from './describe.js';
import { findProgram } from './find-program.js';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tasks.txt'), 'a b\n\n-c\r\nd\n');
writeFileSync(join(folder, 'work.py'), 'print(1)\n');
const spec = (command: Partial<SuiteCommand>) => commandSpec({ argv: ['node', '{}'], ...command }, folder);

describe('how a command takes its tasks', () => {
  it.each<[string, Partial<SuiteCommand>, string, string[]]>([
    ['{} and a range', { range: '1..3' }, 'chunks', ['1', '2', '3']],
    ['a range below 0', { range: '-1..1' }, 'chunks', ['-1', '0', '1']],
    [
      '{file} and lines of a file',
      { argv: ['node', '{file}'], lines: 'tasks.txt' },
      'chunks',
      ['a b', '', '-c', 'd'],
    ],
    ['standard input and tasks', { argv: ['node'], stdin: true, tasks: ['x'] }, 'chunks', ['x']],
    ['{workers}', { argv: ['node', '-j{workers}'] }, 'self-parallel', ['']],
    ['{workers} in the environment', { argv: ['node'], env: { N: '{workers}' } }, 'self-parallel', ['']],
    ['{workers} beside tasks', { argv: ['node', '{workers}', '{}'], range: '1..1' }, 'chunks', ['1']],
    ['copies', { argv: ['node'], copies: true }, 'copies', ['']],
    ['persistent', { argv: ['node'], persistent: true, range: '1..2' }, 'persistent', ['1', '2']],
  ])('%s', (_, command, kind, tasks) => expect(spec(command)).toMatchObject({ kind, tasks, cwd: folder }));

  it.each<[string, Partial<SuiteCommand>, string]>([
    ['neither', { argv: ['node'] }, 'does not say where the number of workers or the tasks go'],
    ['tasks without a place', { argv: ['node'], range: '1..3' }, 'has no place for its tasks. Write {}'],
    ['a place without tasks', {}, 'there are none: corewise exec --range 1..12 -- python3 work.py {}'],
    [
      'standard input without tasks',
      { argv: ['node', '{workers}'], stdin: true },
      'there are none: corewise',
    ],
    ['tasks twice', { range: '1..3', lines: 'tasks.txt' }, 'Name the tasks once'],
    ['copies with tasks', { copies: true, range: '1..3' }, 'Copies are whole programs without tasks'],
    ['a range that is none', { range: '1-12' }, '"1-12" is not a range. Write two whole numbers'],
    ['a range downwards', { range: '3..1' }, '"3..1" is not a range'],
    [
      'a range that never ends',
      { range: '1..1000000' },
      '1..1000000 is 1000000 tasks, and at most 100000 can be measured',
    ],
    [
      'a file that is not there',
      { lines: 'none.txt' },
      `Cannot read the tasks in ${join(folder, 'none.txt')}: there is no such file.`,
    ],
    [
      'a serial form of chunks',
      { range: '1..2', serial: ['node'] },
      'A serial form is for a command that parallelises itself',
    ],
    [
      'several words for a shell',
      { argv: ['sort', '{}'], shell: true, range: '1..2' },
      'the command is one string, in quotes',
    ],
    [
      'a line break in a file',
      { argv: ['node', '{file}'], tasks: ['a', 'b\nc'] },
      'Task 1 has a line break in it',
    ],
    ['a zero byte', { tasks: ['a\0'] }, 'Task 0 has a zero byte in it'],
  ])('%s is refused, with what would be right', (_, command, message) => {
    expect(() => spec(command)).toThrow(UsageError);
    expect(() => spec(command)).toThrow(message);
  });

  it('a line break is fine in an argument', () => {
    expect(spec({ tasks: ['b\nc'] }).tasks).toEqual(['b\nc']);
  });

  it('a program that is missing makes it unavailable here', () => {
    expect(() => spec({ argv: ['nodee', '{}'], range: '1..2' })).toThrow(UnavailableError);
  });
});

it('no task at all is refused', () => {
  expect(() => taskLines('', 'standard input')).toThrow('There is no task in standard input: it is empty.');
});

describe('a program', () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['frobnicate', 'data']) writeFileSync(join(bin, name), '#!/bin/sh\n');
  chmodSync(join(bin, 'frobnicate'), 0o755);

  it('is found on PATH, and by path from the folder', () => {
    expect(findProgram('frobnicate', folder, bin)).toBe(join(bin, 'frobnicate'));
    expect(findProgram('./bin/frobnicate', folder, '')).toBe(join(folder, './bin/frobnicate'));
  });

  it.each([
    ['frobnicat', bin, 'There is no program "frobnicat" on PATH. Did you mean "frobnicate"?'],
    ['zzzzzz', bin, 'There is no program "zzzzzz" on PATH.'],
    ['./bin/none', '', 'does not exist'],
    ['./bin/data', '', 'may not be executed'],
    ['./bin', '', 'is a folder'],
  ])('%s is not, and the nearest is named', (name, path, message) => {
    expect(() => findProgram(name, folder, path)).toThrow(message);
  });

  it('that lies in the folder alone is told with its path', () => {
    expect(() => findProgram('frobnicate', bin, '')).toThrow('For the file here write ./frobnicate');
  });
});

describe('a name', () => {
  const nameOf = (argv: string[], more: Partial<SuiteCommand> = {}) =>
    describeCommand({ argv, ...more }, { kind: 'chunks', tasks: [] }).name;

  it.each([
    [['xz', '-T{workers}'], 'xz'],
    [['python3', 'work.py', '{}'], 'work'],
    [['python3', '-m', 'pytest'], 'pytest'],
    [['/opt/My Tool/run_it.sh'], 'run-it'],
    [['node', '-e', 'a(b)'], 'node'],
    [['7z'], 'z'],
    [['123'], 'command'],
  ])('of %j is %s', (argv, name) => expect(nameOf(argv)).toBe(name));

  it('of a shell is that of its first word', () =>
    expect(nameOf(['sort -u {}'], { shell: true })).toBe('sort'));
  it('is the given one', () => expect(nameOf(['xz'], { name: 'mine' })).toBe('mine'));
});

describe('a hash', () => {
  const of = (argv: string[], cwd = folder) => hashOfCommand({ kind: 'copies', argv, cwd, tasks: [''] });

  it('differs with the command and with the script that it names, and not with the folder', () => {
    const before = of(['python3', 'work.py']);
    expect(of(['python3', 'work.py'])).toBe(before);
    expect(of(['python3', '-O', 'work.py'])).not.toBe(before);
    const other = temporaryFolderBeside();
    expect(of(['python3', 'work.py'], other)).toBe(before);
    writeFileSync(join(other, 'work.py'), 'print(2)\n');
    expect(of(['python3', 'work.py'], other)).not.toBe(before);
  });
});

function temporaryFolderBeside(): string {
  const other = join(folder, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'work.py'), 'print(1)\n');
  return other;
}
