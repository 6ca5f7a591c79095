// Stresses: results that are large, and tasks that are uneven. A task draws one row of the Mandelbrot set and
// returns it as a typed array, which threads hand over without copying; rows through the middle cost most.
// Expect: a straight line up to the physical cores with small chunks. Processes cannot hand memory over and copy
// each row.
import { defineScenario } from 'corewise/scenario';

const LEFT = -2;
const RIGHT = 0.75;
const TOP = 1.25;

/** Turns of z ← z² + c until |z| > 2, at most `limit`. */
function escapeTime(cx: number, cy: number, limit: number): number {
  let x = 0;
  let y = 0;
  for (let turn = 0; turn < limit; turn++) {
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 4) return turn;
    y = 2 * x * y + cy;
    x = xx - yy + cx;
  }
  return limit;
}

function drawRow(row: number, width: number, height: number, limit: number): Uint16Array {
  const pixels = new Uint16Array(width);
  const cy = TOP - (2 * TOP * (row + 0.5)) / height;
  for (let column = 0; column < width; column++) {
    const cx = LEFT + ((RIGHT - LEFT) * (column + 0.5)) / width;
    pixels[column] = escapeTime(cx, cy, limit);
  }
  return pixels;
}

export default defineScenario({
  name: 'mandelbrot',
  description:
    'Draws the Mandelbrot set row by row: uneven tasks, typed-array results handed over without copying. Expect a straight line with small chunks.',
  params: { height: 320, width: 800, limit: 1000 },
  tasks: ({ height }) => Array.from({ length: height }, (_, row) => row),
  run: (row, { params }) => drawRow(row, params.width, params.height, params.limit),
  payload: 'transfer',
  transfer: (pixels) => [pixels.buffer as ArrayBuffer],
});
