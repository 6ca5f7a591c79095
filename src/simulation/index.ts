export { NumberedEvents, type ScheduledEvent } from './events.js';
export { type Clock, monotonicClock, monotonicMs, Simulation } from './simulation.js';
