// Both ends of a session over several machines, in one file: who uses one has BullMQ anyway.
export { Agent } from './agent.js';
export { openDistributed, whyNoMachine } from './open.js';
