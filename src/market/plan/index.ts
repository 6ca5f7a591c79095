export type { OpenInterval } from './choice.js';
export { priceOf } from './choice.js';
export { type Demand, demands } from './request.js';
export { evidenceFrom } from './evidence/read-evidence.js';
export { makePlan } from './make-plan.js';
export type { Plan } from './plan.js';
export type { RankedChoice } from './rank.js';
export { type Constraints, checkRequest, constraintsSchema, unconstrained } from './request.js';
export { isMeasured, provenances } from './settings/provenance.js';
