import { UnavailableError } from '../../errors.js';
import type { Scenario } from '../scenario.js';
import { chooseExport } from './exported.js';
import { MissingPackageError } from './missing-package.js';
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

/**
 * Loads the scenario at an absolute path. Throws UsageError: syntax, imports, exports, shape; UnavailableError where
 * it imports a package that is not installed.
 */
export async function loadScenario(source: string): Promise<LoadedScenario> {
  const { exports, module } = await loadModule(source).catch((error) => {
    if (error instanceof MissingPackageError) throw new UnavailableError(error.reason, { cause: error });
    throw error;
  });
  const name = chooseExport('scenario', exports, source);
  const scenario = checkScenario(exports[name], source);
  return { scenario, module, export: name, source, ...(await hashModule(source)) };
}

/** The scenarios that come with corewise and can be loaded here, in teaching order. */
export async function shippedScenarios(): Promise<LoadedScenario[]> {
  return (await loadShipped()).flatMap((one) => ('scenario' in one ? [one] : []));
}

/** Those that cannot, and why. */
export async function unavailableScenarios(): Promise<UnavailableScenario[]> {
  return (await loadShipped()).flatMap((one) => ('reason' in one ? [one] : []));
}

export interface UnavailableScenario {
  name: string;
  /** A sentence. */
  reason: string;
}

function loadShipped(): Promise<(LoadedScenario | UnavailableScenario)[]> {
  return Promise.all(
    shippedScenarioNames().map((name) =>
      loadScenario(shippedPath('scenario', name)).catch((error) => {
        if (!(error instanceof UnavailableError)) throw error;
        return { name, reason: error.message };
      }),
    ),
  );
}
