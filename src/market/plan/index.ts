export type { OpenInterval } from './choice.js';
export { priceOf } from './choice.js';
export { evidenceFromCurves } from './evidence/curve-evidence.js';
export { evidenceFrom } from './evidence/read-evidence.js';
export { makePlan, type PlanInput } from './make-plan.js';
export type { Plan } from './plan.js';
export { knownAs, type RankedChoice } from './rank.js';
export {
  type Constraints,
  checkRequest,
  constraintsSchema,
  type Demand,
  demands,
  unconstrained,
} from './request.js';
export { type BuildPlan, type BuildRequest, planBuild, type RunnerChoice } from './runners/plan-build.js';
export { isMeasured, provenances } from './settings/provenance.js';
