import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import type { OpenHost, Reference } from '../runner/index.js';
import { type Prepared, settingKey } from './prepare.js';

/** What serial gave before the rounds, by scenario × params. */
export interface References {
  of(scenario: string, params: Prepared['params']): Reference | Untaken;
  resultsFile(scenario: string, params: Prepared['params']): string;
  /** Removes the files of results. */
  release(): void;
}

/** Why there is none: serial failed, or the user interrupted before it was done. */
export interface Untaken {
  failure: string;
  interrupted?: true;
}

/** One serial pass of each scenario, each in a fresh bench host. A scenario that fails takes only its own cases down. */
export async function takeReferences(
  prepared: readonly Prepared[],
  openHost: OpenHost,
  openEndedMs: number,
  onTaken: (done: number) => void,
  signal?: AbortSignal,
): Promise<References> {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-results-'));
  const release = () => rmSync(folder, { recursive: true, force: true });
  // Also where the process is ended on the spot.
  process.once('exit', release);
  const taken = new Map<string, Reference | Untaken>();
  const files = new Map<string, string>();
  for (const [index, one] of prepared.entries()) {
    const key = settingKey(one.name, one.params);
    const resultsFile = join(folder, `${index}.results`);
    files.set(key, resultsFile);
    taken.set(key, await takeOne(one, resultsFile, openHost, openEndedMs, signal));
    onTaken((index + 1) / prepared.length);
  }
  return {
    of: (scenario, params) => taken.get(settingKey(scenario, params))!,
    resultsFile: (scenario, params) => files.get(settingKey(scenario, params))!,
    release() {
      process.off('exit', release);
      release();
    },
  };
}

async function takeOne(
  one: Prepared,
  resultsFile: string,
  openHost: OpenHost,
  openEndedMs: number,
  signal: AbortSignal | undefined,
): Promise<Reference | Untaken> {
  const interrupted: Untaken = { failure: 'Interrupted before serial was measured.', interrupted: true };
  if (signal?.aborted) return interrupted;
  const host = await openHost(null);
  const end = () => void host.close();
  signal?.addEventListener('abort', end, { once: true });
  try {
    if (signal?.aborted) return interrupted;
    return await host.reference({ scenario: one.ref, openEndedMs, resultsFile });
  } catch (thrown) {
    return signal?.aborted ? interrupted : { failure: `serial failed: ${messageOf(thrown)}` };
  } finally {
    signal?.removeEventListener('abort', end);
    await host.close();
  }
}
