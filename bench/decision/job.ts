import { isMainThread } from 'node:worker_threads';
import { defineScenario } from 'corewise/scenario';
import { weightsOf } from './weights.js';

/**
 * Turns of which each needs the one before. No sum, which might not be a small integer: where one is, V8 computes in
 * doubles in one isolate and not in the next, which takes three times as long, and no gain would be the planted one.
 */
function spin(start: number, turns: number): number {
  const last = turns | 0;
  const mixed = start | 0;
  let value = mixed;
  for (let turn = 0; turn < last; turn++) {
    value = Math.imul(value ^ mixed, 1664525);
    value ^= value >>> 15;
  }
  return value;
}

/**
 * What worker threads gain is planted: they make `slowdown` times the turns that serial makes of the same task. The
 * result is of the turns that both make.
 */
export default defineScenario({
  name: 'planted-gain',
  description: 'Burns cycles, and more of them in worker threads: what two workers gain is known beforehand.',
  params: { tasks: 48, turns: 1_000_000, shape: 'equal', slowdown: 1 },
  tasks: ({ tasks, turns, shape }) =>
    weightsOf(shape === 'uneven' ? 'uneven' : 'equal', tasks).map((weight) => Math.round(weight * turns) | 0),
  setup: () => ({ rest: 0 }),
  run(turns, { params, state }) {
    const inWorker = Math.round(turns * params.slowdown) | 0;
    const shared = Math.min(turns, inWorker) | 0;
    const value = spin(turns, shared);
    // Kept where others could look, or a compiler might leave the rest out.
    state.rest = spin(value, (isMainThread ? turns : inWorker) - shared);
    return value;
  },
});
