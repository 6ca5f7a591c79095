export type { Action, ScheduledEvent } from './event-queue.js';
export { Simulation } from './simulation.js';
