export type { Choice, OpenInterval } from './choice.js';
export { HOURS_PER_MONTH, priceOf } from './cost.js';
export { type Demand, demands } from './demand.js';
export type {
  AnalysedRecord,
  Evidence,
  MeasuredCurve,
  MeasuredMachine,
  PlannedWork,
} from './evidence/evidence.js';
export { type EvidenceRequest, evidenceFrom } from './evidence/read-evidence.js';
export type { Impossible } from './impossible.js';
export { makePlan, type PlanInput } from './make-plan.js';
export type { MeasuredFleet, Plan } from './plan.js';
export type { RankedChoice } from './rank.js';
export { type Constraints, checkRequest, constraintsSchema, unconstrained } from './request.js';
export { coreSpeedRanges } from './settings/core-speed.js';
export { isMeasured, type Provenance, provenances } from './settings/provenance.js';
