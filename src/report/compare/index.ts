export { comparisonFormats, writeComparison } from './formats.js';
export { summariseComparison } from './terminal.js';
