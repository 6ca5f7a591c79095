export {
  type Case,
  engineKey,
  isSameWork,
  type Place,
  placeKey,
  plainCase,
  scenarioKey,
  type Work,
  workKey,
} from './case.js';
export { LEAST_QUOTA } from './core-sets.js';
export { parseWorkers } from './counts.js';
export { dropOrder } from './drop.js';
export { type Expansion, expandCases } from './expand.js';
export {
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
export type { SweepInput } from './sweep.js';
