import { expect, it } from 'vitest';
import { plainTable } from './plain-table.js';

it('a plain table has a blank between columns, and nothing behind the last one', () => {
  const columns = [
    { label: 'name', align: 'left' },
    { label: 'count', align: 'right' },
    { label: 'note', align: 'left' },
  ] as const;
  expect(
    plainTable(columns, [
      ['a longer name', '7', ''],
      ['b', '12', 'x'],
    ]),
  ).toEqual(['name          count note', 'a longer name     7', 'b                12 x']);
});
