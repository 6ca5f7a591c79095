import type { HeldBack } from '../../host/index.js';
import type { Disturbance } from '../../record/index.js';

/** Counts, between its start and its stop, what else the machine did meanwhile. */
export interface Meter {
  start(): void;
  /** Less what passed while the work was held back. */
  stop(heldBack?: HeldBack): Disturbance;
}

/** Nothing disturbs a virtual clock. */
export const virtualMeter: Meter = {
  start: () => undefined,
  stop: () => ({ foreignCpu: 0, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 }),
};
