export { MOST_TASKS } from './bounds.js';
export { commandLine, withNpx, withOption } from './command-line.js';
export { headerSchema, paramsSchema, RECORD_SCHEMA, type RecordHeader } from './header.js';
export { isVirtualIn, isVirtualRun } from './placement.js';
export { readRecord } from './read.js';
export {
  type CeilingObservation,
  type ChunkRow,
  type Confirmation,
  type Disturbance,
  firstProblem,
  type Lane,
  lineSchema,
  type Observation,
  type RecordLine,
  type RunRecord,
} from './schema.js';
export { createRecord, type RecordWriter } from './write.js';
