export { commandLine, quoted, withNpx, withOption, wordsOf } from './command-line.js';
export {
  headerSchema,
  isVirtualIn,
  isVirtualRun,
  paramsSchema,
  RECORD_SCHEMA,
  type RecordHeader,
} from './header.js';
export {
  type CeilingObservation,
  type ChunkRow,
  type Confirmation,
  ceilingName,
  type Disturbance,
  type Lane,
  type Observation,
  readCeilingName,
} from './observation.js';
export { linesOfRecord, readRecord } from './read.js';
export {
  applyToPlan,
  endOf,
  firstProblem,
  lineSchema,
  type MachineChange,
  type RecordLine,
  type Resumed,
  type RunRecord,
} from './schema.js';
export { engineKey, isSameWork, MOST_TASKS, scenarioKey, type Work, workKey } from './work.js';
export { createRecord, type RecordWriter, reopenRecord } from './write.js';
