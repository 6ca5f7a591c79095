// Stresses: dispatch. A task takes about a microsecond, less than the message that brings it.
// Expect: a speedup below 1 at chunksize 1, whatever the workers; with large chunks it climbs towards the cores.
import { defineScenario } from 'corewise/scenario';

/** Turns of the Collatz map from `start` to 1; about 85 for the starts used here. */
function collatzSteps(start: number): number {
  let value = start;
  let steps = 0;
  while (value !== 1) {
    value = value % 2 === 0 ? value / 2 : 3 * value + 1;
    steps += 1;
  }
  return steps;
}

export default defineScenario({
  name: 'tiny',
  description:
    'Tasks of about a microsecond: the cost of dispatch shows. Expect a speedup below 1 at chunksize 1, and a climb towards the cores with large chunks.',
  params: { tasks: 20_000, chains: 4 },
  tasks: ({ tasks }, random) => Array.from({ length: tasks }, () => 1 + random.int(10_000)),
  run: (start, { params }) => {
    let steps = 0;
    for (let chain = 0; chain < params.chains; chain++) steps += collatzSteps(start + chain);
    return steps;
  },
  cost: () => 0.001,
});
