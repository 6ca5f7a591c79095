import { UnavailableError } from '../../errors.js';
import type { Scenario } from '../scenario.js';
import { MissingPackageError } from './bundle/missing-package.js';
import { hashModule, importModule, plainModuleUrl } from './bundle/module.js';
import { chooseExport } from './find.js';
import { checkScenario } from './scenario-shape.js';
import { shippedPath, shippedScenarioNames } from './shipped.js';

/** A scenario's module, of which nothing has run yet. */
export interface BundledScenario {
  /** File URL of plain JavaScript that workers import. */
  module: string;
  /** SHA-256 of the bundled code and `packages`; the same on every machine. */
  hash: string;
  /** `name@version` of the packages it imports, sorted. */
  packages: string[];
  /** Absolute path of the file as it was named. */
  source: string;
}

/** A scenario and everything that workers and records need of it. */
export interface LoadedScenario extends BundledScenario {
  scenario: Scenario;
  /** The name of the export that is the scenario. */
  export: string;
}

/**
 * Bundles the scenario at an absolute path. Throws UsageError: syntax, imports; UnavailableError where it imports a
 * package that is not installed.
 */
export async function bundleScenario(source: string): Promise<BundledScenario> {
  const module = await plainModuleUrl(source).catch(asUnavailable);
  return { module, source, ...(await hashModule(source)) };
}

/** Imports what was bundled. Throws UsageError: what it throws, exports, shape; UnavailableError as bundling does. */
export async function importScenarioAt(
  source: string,
  module: string,
): Promise<Pick<LoadedScenario, 'scenario' | 'export'>> {
  const exports = await importModule(source, module).catch(asUnavailable);
  const name = chooseExport('scenario', exports, source);
  return { scenario: checkScenario(exports[name], source), export: name };
}

/** Both at once, in this very process: only for what is known to end. Throws as they do. */
export async function loadScenario(source: string): Promise<LoadedScenario> {
  const module = await plainModuleUrl(source).catch(asUnavailable);
  const imported = await importScenarioAt(source, module);
  return { ...imported, module, source, ...(await hashModule(source)) };
}

function asUnavailable(error: unknown): never {
  if (error instanceof MissingPackageError) throw new UnavailableError(error.reason, { cause: error });
  throw error;
}

/** The scenarios that come with corewise and can be loaded here, in teaching order. */
export async function shippedScenarios(): Promise<LoadedScenario[]> {
  return (await loadShipped()).flatMap((one) => ('scenario' in one ? [one] : []));
}

/** Those that cannot, and why. */
export async function unavailableScenarios(): Promise<UnavailableScenario[]> {
  return (await loadShipped()).flatMap((one) => ('reason' in one ? [one] : []));
}

interface UnavailableScenario {
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
