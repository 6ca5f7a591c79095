export { MOST_TASKS } from './bounds.js';
export { commandLine, withNpx, withOption, wordsOf } from './command-line.js';
export { headerSchema, paramsSchema, RECORD_SCHEMA, type RecordHeader } from './header.js';
export { isVirtualIn, isVirtualRun } from './placement.js';
export { readRecord } from './read.js';
export {
  applyToPlan,
  type CeilingObservation,
  type ChunkRow,
  type Confirmation,
  type Disturbance,
  endOf,
  firstProblem,
  type Lane,
  lineSchema,
  type Observation,
  type RecordLine,
  type Resumed,
  type RunRecord,
  type Stopped,
} from './schema.js';
export { createRecord, type RecordWriter, type Reopened, reopenRecord } from './write.js';
