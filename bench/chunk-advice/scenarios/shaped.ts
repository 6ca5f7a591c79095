import { defineScenario } from 'corewise/scenario';
import { burn } from '../../burn.js';

/** How many times as long as the others a task is, by its place from 0 to 1. */
const shapes: Record<string, (place: number, task: number, tasks: number) => number> = {
  even: () => 1,
  'fast then slow': (place) => (place < 0.75 ? 0.25 : 3),
  'slow last': (_, task, tasks) => (task === tasks - 1 ? 10 : 1),
  'one long': (_, task, tasks) => (task === Math.floor(tasks / 3) ? 20 : 1),
};

/** Tasks whose lengths, and what travels with them, are made to mislead whoever looks at the mean. */
export default defineScenario({
  name: 'shaped',
  description: 'Tasks of unequal length, each with a payload that is copied.',
  params: { tasks: 48, iterations: 300_000, shape: 'even', payloadKiB: 0 },
  tasks: ({ tasks, iterations, shape, payloadKiB }) =>
    Array.from({ length: tasks }, (_, task) => ({
      factor: task + 1,
      iterations: Math.round(iterations * shapes[shape]!(task / tasks, task, tasks)),
      payload: payloadKiB === 0 ? null : new Uint8Array(payloadKiB * 1024).fill(task),
    })),
  run: ({ factor, iterations }) => burn(factor, iterations),
  cost: ({ iterations }) => iterations / 600_000,
});
