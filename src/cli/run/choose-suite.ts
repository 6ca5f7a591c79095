import { realpathSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { UsageError } from '../../errors.js';
import { loadSuiteApart, type StudyOptions, withoutSettings } from '../../measure/preparation/index.js';
import type { Suite } from '../../scenario/index.js';
import { findScenario, findSuite, isShipped } from '../../scenario/loading/index.js';

/** What is to be measured, where its relative paths start, and what the run is called unless told. */
export interface ChosenSuite {
  suite: Suite;
  base: string;
  label: string;
}

export type LoadingOptions = Pick<StudyOptions, 'loadTimeoutMs' | 'signal' | 'onLog' | 'onNote'>;

/**
 * Named scenarios make a suite of their own; with none, the suite asked for, or `default`. Of a suite that comes with
 * corewise, what is to be tuned is its scenarios alone.
 */
export async function chooseSuite(
  scenarios: readonly string[],
  suite: string | undefined,
  loading: LoadingOptions = {},
  tune = false,
): Promise<ChosenSuite> {
  const cwd = process.cwd();
  if (scenarios.length === 0) {
    const name = suite ?? 'default';
    const found = await loadSuiteApart(name, cwd, loading);
    const label = found.suite.name;
    // Ours say what fits into a first run; to look for the best setting is to try the others.
    if (tune && isShipped(realpathSync(findSuite(name, cwd))))
      return { ...found, suite: withoutSettings(found.suite), label };
    return { ...found, label };
  }
  if (suite !== undefined) throw new UsageError('Name scenarios or a --suite, not both.');
  for (const scenario of scenarios) findScenario(scenario, cwd);
  const sweeps = scenarios.map((scenario) => ({ scenario }));
  return { suite: { name: 'command line', sweeps }, base: cwd, label: scenarios.map(stem).join('-') };
}

function stem(path: string): string {
  return basename(path, extname(path));
}
