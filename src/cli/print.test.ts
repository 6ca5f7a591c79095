import { expect, it } from 'vitest';
import { printable, printableColoured, terminalColumns } from './print.js';

it.each([
  ['clears the screen', '\u001b[2J', '\\u001b[2J'],
  ['sets the title', '\u001b]0;mine\u0007', '\\u001b]0;mine\\u0007'],
  ['does so in one character', '\u009b2J', '\\u009b2J'],
  ['goes back', 'a\rb\u0008', 'a\\u000db\\u0008'],
  ['turns the text round', 'a\u202eb', 'a\\u202eb'],
  ['ends lines and sets tabs', 'a\n\tb', 'a\n\tb'],
])('what %s is text', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(printableColoured(text)).toBe(shown);
});

it('colours stay where there are some, and only they', () => {
  const text = '\u001b[1mbold\u001b[22m \u001b[2J\u001b[31mred\u001b[39m';
  expect(printableColoured(text)).toBe('\u001b[1mbold\u001b[22m \\u001b[2J\u001b[31mred\u001b[39m');
  expect(printable(text)).not.toContain('\u001b');
});

it('a terminal that does not know its width, or says 0, has 80 columns', () => {
  const widths = [120, 0, undefined].map((columns) => terminalColumns({ columns } as NodeJS.WriteStream));
  expect(widths).toEqual([120, 80, 80]);
});
