import { UsageError } from '../../../errors.js';
import type { Scenario } from '../../../scenario/index.js';
import type { SessionSpec } from '../engine.js';
import { functionsProgram, type Program, scenarioProgram } from './program.js';

/** The scenario of a session, from plain JavaScript that was checked when it was prepared. */
export async function importScenario(spec: Pick<SessionSpec, 'module' | 'export'>): Promise<Scenario> {
  const exports = (await import(spec.module)) as Record<string, unknown>;
  const scenario = exports[spec.export];
  if (typeof scenario !== 'object' || scenario === null) {
    throw new UsageError(`${spec.module} has no export "${spec.export}".`);
  }
  return scenario as Scenario;
}

/** What a session's workers run: its scenario, or the functions of its module. */
export async function importProgram(
  spec: Pick<SessionSpec, 'module' | 'export' | 'params' | 'functions'>,
): Promise<Program> {
  const { module, functions } = spec;
  if (!functions) return scenarioProgram(await importScenario(spec), spec.params);
  return functionsProgram((await import(module)) as Record<string, unknown>, { module, functions });
}
