export { plainModuleUrl } from './bundle/module.js';
export { commandSpec, describeCommand, findProgram, hashOfCommand, taskLines } from './command.js';
export { findScenario, moduleBeside, pathOfFileUrl } from './find.js';
export {
  type BundledScenario,
  bundleScenario,
  importScenarioAt,
  type LoadedScenario,
  loadScenario,
  shippedScenarios,
  type UnavailableScenario,
  unavailableScenarios,
} from './load.js';
export { resolveParams } from './params.js';
export { isShipped, shippedScenarioNames, shippedSuiteNames } from './shipped.js';
export { checkSuite } from './suite-shape.js';
export { findSuite, importSuiteAt, type LoadedSuite, loadSuite, shippedSuites } from './suites.js';
export { scenarioTemplate } from './template.js';
