export { advisedCases } from './advised.js';
export { createProgress } from './progress.js';
export { createStopRule, type StopRuleOptions } from './stop-rule.js';
