// Stresses: the integer units of a core, and nothing else: no memory, no I/O, no garbage.
// Expect: a straight line up to the physical cores; a second thread on the same core adds little.
import { defineScenario } from 'corewise/scenario';

/**
 * `iterations` turns of 32-bit multiply-adds. Every turn needs the one before and the factor, and the result
 * needs every turn, so a compiler can remove none of them.
 */
function burn(factor: number, iterations: number): number {
  // An engine may hold a whole number as a double, and would then compute in doubles.
  const addend = factor | 0;
  let value = addend;
  for (let turn = 0; turn < iterations; turn++) {
    value = (Math.imul(value, 1664525) + addend) | 0;
    value ^= value >>> 15;
  }
  return value;
}

export default defineScenario({
  name: 'cycles',
  description:
    'Burns a fixed number of integer multiply-adds per task: no memory, no I/O. Expect a straight line up to the physical cores.',
  params: { tasks: 12, iterations: 10_000_000 },
  // The factor is an operand, never the number of turns: all tasks take the same time.
  tasks: ({ tasks }, random) => Array.from({ length: tasks }, () => ({ factor: 1 + random.int(100) })),
  run: ({ factor }, { params }) => burn(factor, params.iterations),
  cost: (_task, { iterations }) => iterations / 500_000,
});
