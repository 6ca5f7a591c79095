import { formatInterval, type Interval } from '../../src/stats/index.js';
import { startNeighbour } from '../neighbour/index.js';
import { type Cell, cellName } from './cells.js';
import type { Calibration } from './planted.js';
import { measureTruth, type Truth } from './race.js';
import { markdown } from './table.js';

/** What was planted, measured apart from corewise: once for each gain, shape and machine. In Markdown. */
export function truthTable(cells: readonly Cell[], calibration: Calibration): string {
  const kinds = new Map(cells.map((cell) => [cellName({ ...cell, passS: 0 }), cell]));
  const rows = [...kinds.values()].map((cell) => {
    process.stderr.write(`measuring ${cellName(cell)}\n`);
    const { clock, cpu } = measureBeside(cell, calibration);
    return [`${cell.gain.toFixed(1)}×`, cell.shape, cell.machine, told(clock), told(cpu)];
  });
  return markdown(['planted', 'tasks', 'neighbour', 'by the clock', 'by CPU time'], rows);
}

const told = (interval: Interval | null): string =>
  interval === null ? '–' : `${interval.value.toFixed(3)}× (${formatInterval(interval)})`;

function measureBeside(cell: Cell, calibration: Calibration): Truth {
  if (cell.machine === 'quiet') return measureTruth(cell, calibration);
  const end = startNeighbour(cell.machine);
  try {
    return measureTruth(cell, calibration);
  } finally {
    end();
  }
}
