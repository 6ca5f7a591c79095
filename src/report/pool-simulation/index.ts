export { dispatchersOf } from './dispatchers.js';
export { predictedWalls } from './predictions.js';
export type { ReportDispatcher } from './schema.js';
export { dispatcherSentences } from './sentences.js';
