import { defineScenario } from '../../../../scenario/index.js';

const BUSY_MS = 10;

export default defineScenario({
  name: 'counted',
  description: 'Computes for ten milliseconds and tells which process did.',
  params: {},
  tasks: (): number[] => [],
  run(task: number) {
    const until = performance.now() + BUSY_MS;
    while (performance.now() < until);
    return { task, pid: process.pid };
  },
});
