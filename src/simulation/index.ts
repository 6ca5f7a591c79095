export { type Clock, monotonicClock, monotonicMs } from './clock.js';
export { NumberedEvents, type ScheduledEvent } from './events.js';
export { Simulation } from './simulation.js';
