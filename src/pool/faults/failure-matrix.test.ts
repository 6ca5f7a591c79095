import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { callers, cells, reasonAgainst } from './testing/cells.js';
import { isHanging } from './testing/expected.js';
import { type CellReport, runCell } from './testing/run-cell.js';

const folder = temporaryFolder();

// A slice that takes seconds: what needs neither a limit to pass nor a heap to fill, under one caller each. The whole:
// `npm run test:faults`.
const slice = cells
  .filter(({ fault, stage }) => !isHanging(fault) && fault !== 'heap exhausted' && stage !== 'close')
  .filter((cell) => reasonAgainst(cell) === undefined)
  .map((cell, place) => ({ ...cell, caller: callers[place % callers.length]! }))
  .filter((_, place) => place % 2 === 0);

describe.each(slice)('$engine: $fault at $stage under $caller', ({ caller, ...cell }) => {
  let report: CellReport;
  beforeAll(async () => {
    report = await runCell(cell, [caller], folder);
  });

  it('settles as it should, and nothing is left', () => {
    expect(Object.values(report).flat()).toEqual([]);
  });
});
