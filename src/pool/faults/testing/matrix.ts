import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { startProgram } from '../../../testing/command-line.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { type Cell, callers, cells, type EngineName, impossible, reasonAgainst } from './cells.js';
import { type CellReport, runCell } from './run-cell.js';

const heapCells = fileURLToPath(new URL('./heap-cells.js', import.meta.url));

/** The tests of all faults at all stages on one engine: a file for each, so that they run side by side. */
export function matrixOf(engine: EngineName): void {
  const folder = temporaryFolder();
  const own = cells.filter((cell) => cell.engine === engine);

  /** A heap is exhausted in a program of its own, whose heap is small. */
  async function reportOf(cell: Cell): Promise<CellReport> {
    if (cell.fault !== 'heap exhausted') return runCell(cell, callers, folder);
    const options = ['--max-old-space-size=48', heapCells, cell.engine, cell.stage, folder];
    const { code, stdout, stderr } = await startProgram(process.execPath, options, folder).ended;
    if (code !== 0) throw new Error(`the program ended with ${code}: ${stderr.slice(-4_000)}`);
    return JSON.parse(stdout) as CellReport;
  }

  describe.each(own.filter((cell) => reasonAgainst(cell) === undefined))('$fault at $stage', (cell) => {
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
  });

  it('every cell is run or, for a reason, cannot exist', () => {
    const left = own.filter((cell) => reasonAgainst(cell) !== undefined);
    for (const { reason, holds } of impossible) {
      const count = left.filter(holds).length;
      if (count > 0)
        process.stdout.write(`${engine}: ${count} × ${callers.length} cells cannot exist: ${reason}\n`);
    }
    expect(own).toHaveLength(80);
    // Half of them structured clone rules out, and most others are signals that end the caller, too.
    expect(left.length).toBeLessThanOrEqual(engine === 'threads' ? 35 : 13);
  });
}
