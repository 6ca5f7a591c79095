export { conduct } from './conduct.js';
export { defaults, type Progress, type StudyOptions, sweepDefaults } from './options.js';
export { type SelfTestItem, selfTest } from './self-test/index.js';
export { createStopRule, type StopRuleOptions } from './stop-rule.js';
export { studyFields } from './study-fields.js';
export { loadSuiteApart } from './suite-apart.js';
