export { pathOfFileUrl } from './file-url.js';
export { findScenario } from './find.js';
export {
  type LoadedScenario,
  loadScenario,
  shippedScenarios,
  type UnavailableScenario,
  unavailableScenarios,
} from './load.js';
export { plainModuleUrl } from './module.js';
export { packageRoot } from './package-root.js';
export { resolveParams } from './params.js';
export { shippedScenarioNames, shippedSuiteNames } from './shipped.js';
export { checkSuite } from './suite-shape.js';
export { type LoadedSuite, loadSuite, shippedSuites } from './suites.js';
export { scenarioTemplate } from './template.js';
