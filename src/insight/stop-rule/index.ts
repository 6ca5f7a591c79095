export { advisedCases } from './advised.js';
export { createProgress } from './progress.js';
export { createStopRule } from './stop-rule.js';
