export { type NeighbourKind, patterns, periodMs } from './pattern.js';
export { parseNeighbour, startNeighbour } from './start.js';
