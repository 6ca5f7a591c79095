export { commandLine, withNpx, withOption } from './command-line.js';
export { firstProblem } from './invalid.js';
export { readRecord } from './read.js';
export {
  type CeilingObservation,
  type ChunkRow,
  type Confirmation,
  caseSchema,
  ceilingSchema,
  chunkRowSchema,
  confirmationSchema,
  type Disturbance,
  disturbanceSchema,
  headerSchema,
  hostSchema,
  type Lane,
  laneSchema,
  lineSchema,
  type Observation,
  observationSchema,
  planSchema,
  RECORD_SCHEMA,
  type RecordHeader,
  type RecordLine,
  type RunRecord,
  verificationSchema,
} from './schema.js';
export { createRecord, type RecordWriter } from './write.js';
