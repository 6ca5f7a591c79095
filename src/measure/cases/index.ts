export { type Case, isSameWork, type Place, placeKey, type Work, workKey } from './case.js';
export { LEAST_QUOTA } from './core-sets.js';
export { MAX_WORKERS, parseWorkers } from './counts.js';
export { dropOrder } from './drop.js';
export { type Expansion, expandCases, type SkippedCase } from './expand.js';
export {
  type CaseName,
  caseId,
  hasSerialByChunk,
  isOneRun,
  isPool,
  PROMISES,
  SERIAL,
  startsPrograms,
} from './id.js';
export {
  CEILING,
  CONSUMED_CEILING,
  ceilingReferenceOf,
  hasCeiling,
  isReferenceOf,
  isSerialOf,
} from './references.js';
export type { ChunkRule, SweepInput } from './sweep.js';
