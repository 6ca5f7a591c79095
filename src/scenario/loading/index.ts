export { hashOfModule, type PortableModule, portableModule, withMap } from './bundle/bundle.js';
export { atSource, frameOf, frameText, isOfUser, type Maps, stackAtSources } from './bundle/frames.js';
export { hashModule, plainModuleUrl } from './bundle/module.js';
export { commandKind, commandSpec, taskLines } from './command/command-spec.js';
export { describeCommand, hashOfCommand } from './command/describe.js';
export { findProgram } from './command/find-program.js';
export { findScenario, moduleBeside, pathOfFileUrl } from './find.js';
export {
  type BundledScenario,
  bundleScenario,
  importScenarioAt,
  type LoadedScenario,
  loadScenario,
  shippedScenarios,
  unavailableScenarios,
} from './load.js';
export { resolveParams } from './params.js';
export { isShipped, shippedScenarioNames } from './shipped.js';
export { checkSuite } from './suite-shape.js';
export { commandSuiteTemplate } from './suite-template.js';
export { findSuite, importSuiteAt, type LoadedSuite, loadSuite, shippedSuites } from './suites.js';
export { scenarioTemplate } from './template.js';
