import { UsageError } from '../../errors.js';
import type { Scenario } from '../../scenario/index.js';
import type { SessionSpec } from '../engine.js';

/** The scenario of a session, from plain JavaScript that was checked when it was prepared. */
export async function importScenario(spec: Pick<SessionSpec, 'module' | 'export'>): Promise<Scenario> {
  const exports = (await import(spec.module)) as Record<string, unknown>;
  const scenario = exports[spec.export];
  if (typeof scenario !== 'object' || scenario === null) {
    throw new UsageError(`${spec.module} has no export "${spec.export}".`);
  }
  return scenario as Scenario;
}
