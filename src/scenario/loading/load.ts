import type { Scenario } from '../scenario.js';
import { chooseExport } from './exported.js';
import { hashModule, loadModule } from './module.js';
import { checkScenario } from './scenario-shape.js';
import { shippedPath, shippedScenarioNames } from './shipped.js';

/** A scenario and everything that workers and records need of it. */
export interface LoadedScenario {
  scenario: Scenario;
  /** File URL of plain JavaScript that workers import. */
  module: string;
  /** The name of the export that is the scenario. */
  export: string;
  /** SHA-256 of the bundled code and `packages`; the same on every machine. */
  hash: string;
  /** `name@version` of the packages it imports, sorted. */
  packages: string[];
  /** Absolute path of the file as it was named. */
  source: string;
}

/** Loads the scenario at an absolute path. Throws UsageError: syntax, imports, exports, shape. */
export async function loadScenario(source: string): Promise<LoadedScenario> {
  const { exports, module } = await loadModule(source);
  const name = chooseExport('scenario', exports, source);
  const scenario = checkScenario(exports[name], source);
  return { scenario, module, export: name, source, ...(await hashModule(source)) };
}

/** The scenarios that come with corewise, in teaching order. */
export function shippedScenarios(): Promise<LoadedScenario[]> {
  return Promise.all(shippedScenarioNames().map((name) => loadScenario(shippedPath('scenario', name))));
}
