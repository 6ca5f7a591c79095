export { pathOfFileUrl } from './file-url.js';
export { findScenario, moduleBeside } from './find.js';
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
export { plainModuleUrl } from './module.js';
export { resolveParams } from './params.js';
export { isShipped, shippedScenarioNames, shippedSuiteNames } from './shipped.js';
export { checkSuite } from './suite-shape.js';
export { findSuite, importSuiteAt, type LoadedSuite, loadSuite, shippedSuites } from './suites.js';
export { scenarioTemplate } from './template.js';
