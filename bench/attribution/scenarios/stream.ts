import { defineScenario } from 'corewise/scenario';

/** Sweeps over more memory than any cache holds. */
export default defineScenario({
  name: 'stream',
  description: 'Sums a table that no cache holds, over and over.',
  params: { tasks: 12, tableMiB: 64 },
  tasks: ({ tasks }) => Array.from({ length: tasks }, (_, task) => task),
  setup: ({ params }) => new Float64Array((params.tableMiB * 1024 * 1024) / 8).fill(1),
  run: (task, { state }) => {
    let sum = task;
    for (let at = 0; at < state.length; at++) sum += state[at]!;
    return sum;
  },
});
