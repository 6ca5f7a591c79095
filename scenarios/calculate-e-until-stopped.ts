// Stresses: the same arithmetic as calculate-e, but open-ended: a task runs until it is told to stop, so its
// measure is terms a second, not seconds.
// Expect: terms a second to grow in a straight line up to the physical cores, as long as each worker has a task.
import { defineScenario } from 'corewise/scenario';

const TERMS = 170;
const TURNS_BETWEEN_POLLS = 1_000;

export default defineScenario({
  name: 'calculate-e-until-stopped',
  description:
    'Sums 1/k! until it is stopped and counts the terms, polling every 1,000. Expect terms a second to grow in a straight line up to the physical cores.',
  params: { tasks: 1 },
  openEnded: true,
  tasks: ({ tasks }) => Array.from({ length: tasks }, (_, index) => index),
  run(_task, context) {
    let count = 0;
    let value = 0;
    let sum = 0;
    let factorial = 1;
    let k = 0;
    do {
      for (let turn = 0; turn < TURNS_BETWEEN_POLLS; turn++) {
        sum += 1 / factorial;
        k += 1;
        factorial *= k;
        if (k === TERMS) {
          value = sum;
          sum = 0;
          factorial = 1;
          k = 0;
        }
      }
      count += TURNS_BETWEEN_POLLS;
    } while (!context.stopped());
    return { count, value };
  },
});
