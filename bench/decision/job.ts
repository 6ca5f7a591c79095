import { isMainThread } from 'node:worker_threads';
import { defineScenario } from 'corewise/scenario';
import { burn } from '../burn.js';
import { weightsOf } from './weights.js';

/**
 * What worker threads gain is planted: they make `slowdown` times the turns that serial makes of the same task. The
 * result is of the turns that both make.
 */
export default defineScenario({
  name: 'planted-gain',
  description: 'Burns cycles, and more of them in worker threads: what two workers gain is known beforehand.',
  params: { tasks: 48, turns: 1_000_000, shape: 'equal', slowdown: 1 },
  tasks: ({ tasks, turns, shape }) =>
    weightsOf(shape === 'uneven' ? 'uneven' : 'equal', tasks).map((weight) => Math.round(weight * turns)),
  setup: () => ({ rest: 0 }),
  run(turns, { params, state }) {
    const inWorker = Math.round(turns * params.slowdown);
    const shared = Math.min(turns, inWorker);
    const value = burn(turns, shared);
    // Kept where others could look, or a compiler might leave the rest out.
    state.rest = burn(value, (isMainThread ? turns : inWorker) - shared);
    return value;
  },
});
