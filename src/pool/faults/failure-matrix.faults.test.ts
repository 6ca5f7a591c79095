import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { type Cell, callers, cells, impossible, reasonAgainst } from './testing/cells.js';
import { type CellReport, runCell } from './testing/run-cell.js';

const folder = temporaryFolder();
const heapCells = fileURLToPath(new URL('./testing/heap-cells.js', import.meta.url));

/** A heap is exhausted in a program of its own, whose heap is small. */
async function reportOf(cell: Cell): Promise<CellReport> {
  if (cell.fault !== 'heap exhausted') return runCell(cell, callers, folder);
  const options = ['--max-old-space-size=48', heapCells, cell.engine, cell.stage, folder];
  const { code, stdout, stderr } = await startProgram(process.execPath, options, folder).ended;
  if (code !== 0) throw new Error(`the program ended with ${code}: ${stderr.slice(-4_000)}`);
  return JSON.parse(stdout) as CellReport;
}

describe.each(cells.filter((cell) => reasonAgainst(cell) === undefined))(
  '$engine: $fault at $stage',
  (cell) => {
    let report: CellReport;
    beforeAll(async () => {
      report = await reportOf(cell);
    });

    it.each(callers)('%s', (caller) => {
      expect(report[caller]).toEqual([]);
    });

    it('the pool goes on or says why not, its counters add up, and nothing is left', () => {
      expect(report.pool).toEqual([]);
    });
  },
);

it('every cell is run or, for a reason, cannot exist', () => {
  const left = cells.filter((cell) => reasonAgainst(cell) !== undefined);
  for (const { reason, holds } of impossible)
    process.stdout.write(`${left.filter(holds).length} cells × ${callers.length} callers: ${reason}\n`);
  expect(cells).toHaveLength(160);
  // Nothing is left out by accident: half of what is, structured clone rules out.
  expect(left.length).toBeLessThanOrEqual(50);
});
