import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import type { OpenHost, Reference } from '../runner/index.js';
import { type Prepared, settingKey } from './prepare.js';

/** What serial gave before the rounds, by scenario × params. */
export interface References {
  of(scenario: string, params: Prepared['params']): Reference | { failure: string };
  resultsFile(scenario: string, params: Prepared['params']): string;
  /** Removes the files of results. */
  release(): void;
}

/** One serial pass of each scenario, each in a fresh bench host. A scenario that fails takes only its own cases down. */
export async function takeReferences(
  prepared: readonly Prepared[],
  openHost: OpenHost,
  openEndedMs: number,
  onTaken: (done: number) => void,
): Promise<References> {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-results-'));
  const taken = new Map<string, Reference | { failure: string }>();
  const files = new Map<string, string>();
  for (const [index, one] of prepared.entries()) {
    const key = settingKey(one.name, one.params);
    const resultsFile = join(folder, `${index}.results`);
    files.set(key, resultsFile);
    taken.set(key, await takeOne(one, resultsFile, openHost, openEndedMs));
    onTaken((index + 1) / prepared.length);
  }
  return {
    of: (scenario, params) => taken.get(settingKey(scenario, params))!,
    resultsFile: (scenario, params) => files.get(settingKey(scenario, params))!,
    release: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function takeOne(
  one: Prepared,
  resultsFile: string,
  openHost: OpenHost,
  openEndedMs: number,
): Promise<Reference | { failure: string }> {
  const host = await openHost(null);
  try {
    return await host.reference({ scenario: one.ref, openEndedMs, resultsFile });
  } catch (thrown) {
    return { failure: `serial failed: ${messageOf(thrown)}` };
  } finally {
    await host.close();
  }
}
