import { defineScenario } from 'corewise/scenario';
import { burn } from '../../burn.js';

/** Equal tasks, but for what an injection changes: the length of the last one, and what travels with each. */
export default defineScenario({
  name: 'work',
  description: 'Equal tasks; the last one may be longer, and each may carry a payload.',
  params: { tasks: 40, iterations: 2_500_000, lastTimes: 1, payloadKiB: 0 },
  tasks: ({ tasks, iterations, lastTimes, payloadKiB }) =>
    Array.from({ length: tasks }, (_, task) => ({
      factor: task + 1,
      iterations: task === tasks - 1 ? iterations * lastTimes : iterations,
      payload: payloadKiB === 0 ? null : new Uint8Array(payloadKiB * 1024).fill(task),
    })),
  run: ({ factor, iterations }) => burn(factor, iterations),
});
