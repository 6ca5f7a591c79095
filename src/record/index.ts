export { MOST_TASKS } from './bounds.js';
export { commandLine, withNpx, withOption } from './command-line.js';
export {
  caseSchema,
  headerSchema,
  hostSchema,
  planSchema,
  RECORD_SCHEMA,
  type RecordHeader,
} from './header.js';
export { isVirtualIn, isVirtualRun } from './placement.js';
export { readRecord } from './read.js';
export {
  type CeilingObservation,
  type ChunkRow,
  type Confirmation,
  ceilingSchema,
  chunkRowSchema,
  confirmationSchema,
  type Disturbance,
  disturbanceSchema,
  firstProblem,
  type Lane,
  laneSchema,
  lineSchema,
  type Observation,
  observationSchema,
  type RecordLine,
  type RunRecord,
  verificationSchema,
} from './schema.js';
export { createRecord, type RecordWriter } from './write.js';
