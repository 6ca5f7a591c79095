export { compareBenchmarks } from './benchmarks/compare-benchmarks.js';
export type { BenchmarkFile } from './benchmarks/doubts.js';
export {
  type BenchmarkComparison,
  benchmarksSchema,
  type ComparedBenchmark,
} from './benchmarks/schema.js';
export { worstFirst } from './benchmarks/wording.js';
export { compareMachines } from './machines.js';
export { nameOf } from './measured.js';
export { type ComparedRecord, comparedRecord } from './records.js';
export {
  type ComparedGroup,
  type ComparedWork,
  type ComparisonDocument,
  documentSchema,
  type Entry,
  type MeasuredSetting,
  type SettingComparison,
} from './schema.js';
export { AFTER, BEFORE, compareVersions } from './versions.js';
