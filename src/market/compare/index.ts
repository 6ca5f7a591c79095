export { type ComparedRecord, comparedRecord } from './compared-record.js';
export type { ComparisonOptions } from './document.js';
export { compareMachines } from './machines.js';
export {
  COMPARE_SCHEMA,
  type ComparedGroup,
  type ComparedWork,
  type ComparisonDocument,
  type Doubt,
  documentSchema,
  type Entry,
  type MeasuredSetting,
  type Setting,
  type SettingComparison,
} from './schema.js';
export { nameOf } from './setting.js';
export { AFTER, BEFORE, compareVersions } from './versions.js';
export { nameChange, nameComparison, nameMore, nameThroughput } from './wording.js';
