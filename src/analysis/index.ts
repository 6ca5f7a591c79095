export { analyse } from './analyse.js';
export type { Analysis, CaseResult, Recommendation } from './analysis.js';
export { groupBy } from './grouped.js';
export { inventRecord } from './invented-record.js';
export type { InventedCase, InventedCeiling, InventedRun } from './invented-run.js';
export { oneWorkerOf, serialOf, workKey } from './same-work.js';
export { nameCores, nameDispatch, nameSetting, nameWork, nameWorkers } from './wording.js';
