import { defineScenario } from 'corewise/scenario';
import { burn } from '../burn.js';

/** How much longer tasks take than their parameters say: 1.1 is a tenth. Neither parameters nor code tell. */
const slowdown = Number(process.env.SLOWED_BY ?? 1);

/** What the scenario cycles does, and slower where the environment says so. */
export default defineScenario({
  name: 'slowed',
  description: 'Burns cycles, more of them where SLOWED_BY says so.',
  params: { tasks: 12, iterations: 10_000_000 },
  tasks: ({ tasks }, random) => Array.from({ length: tasks }, () => ({ factor: 1 + random.int(100) })),
  run: ({ factor }, { params }) => burn(factor, Math.round(params.iterations * slowdown)),
  cost: (_task, { iterations }) => (iterations * slowdown) / 500_000,
});
