// Stresses: whole programs side by side. A task is one run of a program's main(), with arguments of its own; the
// program was not changed for it. It shares nothing, so nothing can go wrong between two of them.
// Expect: a straight line up to the physical cores. The price is memory and start-up: every worker is a Node.js of
// its own (about 20 MiB a thread, 60 a process) and holds all that its program holds; `--cold` counts its start.
import { defineScenario } from 'corewise/scenario';
import { main } from './whole-program/queue-simulation.js';

export default defineScenario({
  name: 'whole-program',
  description:
    'Runs the unchanged main() of a queue simulation, once per task. Expect a straight line, and each worker to need the memory and the start-up (--cold) of a whole program.',
  params: { tasks: 12, customers: 100_000 },
  tasks: ({ tasks, customers }, random) =>
    Array.from({ length: tasks }, (_, task) => [
      ...['--servers', String(1 + (task % 4))],
      ...['--customers', String(customers)],
      ...['--seed', String(1 + random.int(1_000_000))],
    ]),
  run: (argv) => main(argv),
  cost: (_task, { customers }) => customers / 9000,
});
