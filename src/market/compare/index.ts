export type { ComparisonOptions } from './document.js';
export { compareMachines } from './machines.js';
export { nameOf } from './measured.js';
export { type ComparedRecord, comparedRecord } from './records.js';
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
export { AFTER, BEFORE, compareVersions } from './versions.js';
export { nameChange, nameComparison, nameMore, nameThroughput } from './wording.js';
