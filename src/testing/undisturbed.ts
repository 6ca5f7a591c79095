import { defaults } from '../measure/preparation/index.js';

/** Of runs alone: what else goes by the same figures may be loaded meanwhile, and would keep those of here. */
const gate: { foreignCpu: number; stealShare: number } = defaults.gate;
const usual = { ...gate };
const open = { foreignCpu: 1e6, stealShare: 1 };
let running = 0;

/**
 * What is measured meanwhile, in this process, counts as undisturbed. Other test files compute: by the true gate it
 * would be chance which visits are disturbed, most are, and each of those is repeated.
 */
export async function undisturbed<T>(action: () => Promise<T>): Promise<T> {
  running++;
  Object.assign(gate, open);
  try {
    return await action();
  } finally {
    if (--running === 0) Object.assign(gate, usual);
  }
}
