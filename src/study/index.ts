export { conduct } from './conduct.js';
export { defaults, type Progress, type StudyOptions } from './options.js';
export { type SelfTestItem, selfTest } from './self-test/index.js';
export { createStopRule, type StopRuleOptions } from './stop-rule.js';
export { version } from './versions.js';
