export { type PlanFrame, planDocument } from './build.js';
export { planFormats, writePlan } from './formats.js';
export { PLAN_SCHEMA, type PlanDocument, planSchema } from './schema.js';
export { summarisePlan } from './terminal.js';
