export { type Clock, monotonicClock, monotonicMs } from './clock.js';
export type { ScheduledEvent } from './event-queue.js';
export { NumberedEvents } from './numbered-events.js';
export { Simulation } from './simulation.js';
