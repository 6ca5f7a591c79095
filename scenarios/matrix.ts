// Stresses: memory bandwidth. Each task streams through a matrix far larger than a core's share of the cache
// and does one multiply-add per number it reads.
// Expect: a curve that flattens as soon as the memory channels are full, often well before the last core. The
// ceiling flattens with it: this loss is the machine's, not the pool's.
import { defineScenario } from 'corewise/scenario';

interface Operands {
  matrix: Float64Array;
  vector: Float64Array;
}

/** A matrix of whole numbers from 0 to 7, so that sums are exact, and a vector of ones, twos and threes. */
function operands(size: number): Operands {
  const matrix = new Float64Array(size * size);
  for (let index = 0; index < matrix.length; index++) matrix[index] = Math.imul(index, 2654435761) >>> 29;
  return { matrix, vector: Float64Array.from({ length: size }, (_, index) => 1 + (index % 3)) };
}

/** Sum over the rows of |row · vector − shift|. */
function multiply({ matrix, vector }: Operands, shift: number): number {
  const size = vector.length;
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const start = row * size;
    let dot0 = 0;
    let dot1 = 0;
    let dot2 = 0;
    let dot3 = 0;
    // Four sums at once: with one, the loop would wait for each addition and not for memory.
    for (let column = 0; column < size; column += 4) {
      dot0 += matrix[start + column]! * vector[column]!;
      dot1 += matrix[start + column + 1]! * vector[column + 1]!;
      dot2 += matrix[start + column + 2]! * vector[column + 2]!;
      dot3 += matrix[start + column + 3]! * vector[column + 3]!;
    }
    sum += Math.abs(dot0 + dot1 + dot2 + dot3 - shift);
  }
  return sum;
}

export default defineScenario({
  name: 'matrix',
  description:
    'Streams a matrix larger than the cache through a matrix-vector product: memory bandwidth. Expect a curve that flattens once the memory channels are full.',
  params: { tasks: 24, size: 2048 },
  tasks: ({ tasks }, random) => Array.from({ length: tasks }, () => ({ shift: random.int(1000) })),
  // Once a worker, not once a task: filling 32 MiB would cost more than streaming through them.
  setup({ params: { size } }) {
    if (!Number.isInteger(size) || size < 4 || size % 4 !== 0) {
      throw new RangeError(`size must be a positive multiple of 4, not ${size}`);
    }
    return operands(size);
  },
  run: ({ shift }, { state }) => multiply(state, shift),
});
