export type { CommandKind, CommandSpec, SuiteCommand } from './command.js';
export {
  commandScenario,
  comparesOutputs,
  defineScenario,
  type Log,
  type OpenEndedResult,
  type Params,
  type ParamValue,
  type PassContext,
  type Payload,
  type Random,
  type Scenario,
  type SetupContext,
  type TaskContext,
  type Transferable,
} from './scenario.js';
export {
  type ChunksizeSpec,
  type CoresSpec,
  defineSuite,
  type QuotaSpec,
  type Suite,
  type Sweep,
  type WorkersSpec,
} from './suite.js';
