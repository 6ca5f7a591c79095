import { expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import type { SuiteCommand } from '../../scenario/index.js';
import { begunExec } from '../exec.js';
import { splitWords } from './action.js';

const split = (text: string) => splitWords(text, '--serial');

it.each([
  ['./a --plain  b', ['./a', '--plain', 'b']],
  [` 'two words' "and more" `, ['two words', 'and more']],
  [`a'b'"c"d`, ['abcd']],
  [`a\\ b \\'`, ['a b', "'"]],
  [`"say \\"x\\" \\n"`, ['say "x" \\n']],
  [`x ''`, ['x', '']],
])('%s', (text, words) => expect(split(text)).toEqual(words));

it.each([
  [`'open`, "--serial has an unclosed ': 'open"],
  [`a "b`, '--serial has an unclosed ": a "b'],
  ['  ', '--serial is empty: write a command, such as "./my-program --plain".'],
])('%s is refused', (text, message) => {
  expect(() => split(text)).toThrow(UsageError);
  expect(() => split(text)).toThrow(message);
});

it.each<[string, SuiteCommand]>([
  ['--range 1..3 -- sh -c x sh {}', { argv: ['sh', '-c', 'x', 'sh', '{}'], range: '1..3' }],
  [
    '--env COUNT={workers} --env EMPTY= --no-verify -- sh',
    { argv: ['sh'], env: { COUNT: '{workers}', EMPTY: '' }, verify: false },
  ],
  [
    '--serial sh,-c --verify -- sh {workers}',
    { argv: ['sh', '{workers}'], serial: ['sh', '-c'], verify: true },
  ],
  ['--range 1..2 --stdin -- sh', { argv: ['sh'], range: '1..2', stdin: true }],
  ['--copies 2 -- sh', { argv: ['sh'], copies: true }],
  ['--range 1..2 --shell -- {}', { argv: ['{}'], range: '1..2', shell: true }],
  ['--persistent --range 1..4 -- sh', { argv: ['sh'], range: '1..4', persistent: true }],
])('corewise exec %s is a suite of one command', async (line, command) => {
  const words = line.split(' ').map((word) => word.replace(',', ' '));
  const { choose } = await begunExec(words);
  const { suite } = await choose({});
  expect(suite.sweeps).toEqual([{ command }]);
});
