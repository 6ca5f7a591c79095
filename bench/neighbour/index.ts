export { type NeighbourKind, periodMs } from './pattern.js';
export { parseNeighbour, startNeighbour } from './start.js';
