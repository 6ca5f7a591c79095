export { benchHosts, quotasFor } from './bench-hosts.js';
export {
  ceilingsFor,
  type Fit,
  fitIntoTime,
  measuredCosts,
  roundCostMs,
  type VisitCosts,
  visitCostMs,
  visitsFor,
  withoutReferences,
} from './budget.js';
export { caseLimitMs } from './case-limit.js';
export { describeScenario, describeUnavailable, headerFor } from './header.js';
export { checkInspection, noSerialPasses, visitOnce } from './inspected.js';
export { defaults, type Progress, type StudyOptions, sweepDefaults } from './options.js';
export {
  type Prepared,
  type PreparedSweep,
  prepareSuite,
  type UnavailableSweep,
} from './prepare.js';
export { type SerialPasses, serialPassMs, takeSerialPasses } from './serial-passes.js';
export { SERIAL_LIMIT_SHARE, SERIAL_SHARE, type Time, withShares } from './share.js';
export { studyFields } from './study-fields.js';
export { loadSuiteApart } from './suite-apart.js';
export { sweepInput, unavailableInput } from './sweep-input.js';
export type { Untaken } from './take-serial-pass.js';
export { timeNote } from './time-note.js';
export { checkTuning, tuningInputs, withoutSettings } from './tuning.js';
export { withPromises } from './waiting.js';
export { calledBy, calledUnder } from './wanted-passes.js';
