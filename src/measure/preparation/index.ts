export { benchHosts, quotasFor } from './bench-hosts.js';
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
export { type SerialPasses, serialPassMs, takeSerialPasses } from './serial/serial-passes.js';
export type { Untaken } from './serial/take-serial-pass.js';
export { calledBy, calledUnder } from './serial/wanted-passes.js';
export { studyFields } from './study-fields.js';
export { loadSuiteApart } from './suite-apart.js';
export { sweepInput, unavailableInput } from './sweep-input.js';
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
} from './time/budget.js';
export { SERIAL_LIMIT_SHARE, SERIAL_SHARE, type Time, withShares } from './time/share.js';
export { timeNote } from './time/time-note.js';
export { checkTuning, tuningInputs, withoutSettings } from './tuning.js';
export { withPromises } from './waiting.js';
