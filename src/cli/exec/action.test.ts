import { expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
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
