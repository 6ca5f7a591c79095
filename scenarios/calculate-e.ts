// Stresses: the floating-point units, division above all. The 1/k! of one series fit in registers.
// Expect: a straight line up to the physical cores; two threads on one core share its divider and gain little.
import { defineScenario } from 'corewise/scenario';

/** 170! is the last factorial that a double holds; 1/k! beyond it is nothing. */
const TERMS = 170;

/** Mean of the sums of 1/k!, k = 0 … 169, over `iterations` terms; a series cut short counts as one. */
function meanOfSeries(iterations: number): number {
  let total = 0;
  let sum = 0;
  let factorial = 1;
  let k = 0;
  for (let turn = 0; turn < iterations; turn++) {
    sum += 1 / factorial;
    k += 1;
    factorial *= k;
    if (k === TERMS) {
      total += sum;
      sum = 0;
      factorial = 1;
      k = 0;
    }
  }
  return (total + sum) / Math.ceil(iterations / TERMS);
}

export default defineScenario({
  name: 'calculate-e',
  description:
    'Sums 1/k! in doubles, the series restarted every 170 terms: floating-point division. Expect a straight line up to the physical cores.',
  params: { tasks: 12, iterations: 10_000_000 },
  tasks: ({ tasks, iterations }) => Array.from({ length: tasks }, () => iterations),
  run: (iterations) => meanOfSeries(iterations),
  cost: (iterations) => iterations / 800_000,
});
