import { basename, extname } from 'node:path';
import { UsageError } from '../../errors.js';
import { loadSuiteApart, type StudyOptions } from '../../measure/preparation/index.js';
import type { Suite } from '../../scenario/index.js';
import { findScenario } from '../../scenario/loading/index.js';

/** What is to be measured, where its relative paths start, and what the run is called unless told. */
export interface ChosenSuite {
  suite: Suite;
  base: string;
  label: string;
}

export type LoadingOptions = Pick<StudyOptions, 'loadTimeoutMs' | 'signal' | 'onLog' | 'onNote'>;

/** Named scenarios make a suite of their own; with none, the suite asked for, or `default`. */
export async function chooseSuite(
  scenarios: readonly string[],
  suite: string | undefined,
  loading: LoadingOptions = {},
): Promise<ChosenSuite> {
  const cwd = process.cwd();
  if (scenarios.length === 0) {
    const found = await loadSuiteApart(suite ?? 'default', cwd, loading);
    return { ...found, label: found.suite.name };
  }
  if (suite !== undefined) throw new UsageError('Name scenarios or a --suite, not both.');
  for (const scenario of scenarios) findScenario(scenario, cwd);
  const sweeps = scenarios.map((scenario) => ({ scenario }));
  return { suite: { name: 'command line', sweeps }, base: cwd, label: scenarios.map(stem).join('-') };
}

function stem(path: string): string {
  return basename(path, extname(path));
}
