import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { callers, cells, reasonAgainst } from './testing/cells.js';
import { isHanging } from './testing/expected.js';
import { runCell } from './testing/run-cell.js';

const folder = temporaryFolder();

// A slice that takes seconds, of what needs neither a limit to pass nor a heap to fill. All: `npm run test:faults`.
const slice = cells
  .filter(({ fault, stage }) => !isHanging(fault) && fault !== 'heap exhausted' && stage !== 'close')
  .filter((cell) => reasonAgainst(cell) === undefined)
  .filter((_, place) => place % 5 === 0)
  .map((cell, place) => ({ ...cell, caller: callers[place % callers.length]! }));

it.each(slice)('$engine: $fault at $stage under $caller', async ({ caller, ...cell }) => {
  const report = await runCell(cell, [caller], folder);
  expect(Object.values(report).flat()).toEqual([]);
});
