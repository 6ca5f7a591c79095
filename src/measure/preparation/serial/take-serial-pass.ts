import { CorewiseError, OverdueError, WriteError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import { monotonicMs, within } from '../../../workers/session/index.js';
import {
  type BenchHost,
  type Failure,
  failureOf,
  type OpenHost,
  type SerialPass,
  serialDifference,
} from '../../runner/index.js';
import type { Prepared } from '../prepare.js';
import type { Wanted } from './wanted-passes.js';

/** Why there is none: serial failed, or the user interrupted before it was done. */
export interface Untaken extends Omit<Failure, 'message'> {
  failure: string;
  interrupted?: true;
}

export interface SerialPassOptions {
  openHost: OpenHost;
  openEndedMs: number;
  /** How long the passes may take together; what of the tasks was not begun by then is left out. null: all are run. */
  budgetMs: number | null;
  /** A pass that has not ended by then has failed, ms; null: it may take as long as it likes. */
  limitMs: number | null;
  /** How many of its tasks are to be run, where that is known already: then there is no budget for it. */
  takeOf?(prepared: Prepared): number | undefined;
  /** How long each may take with all that belongs to it, ms; absent: as long as each of its steps may. */
  caseTimeoutMs?: number | undefined;
  onTaken(done: number): void;
  signal?: AbortSignal | undefined;
}

/** Rejects where no bench host can be started, and with WriteError where results cannot be kept. */
export async function takeSerialPass(
  { prepared, called, chunksize }: Wanted,
  resultsFile: string,
  { openHost, openEndedMs, budgetMs, limitMs, caseTimeoutMs, takeOf, signal }: SerialPassOptions,
): Promise<SerialPass | Untaken> {
  const interrupted: Untaken = { failure: 'Interrupted before serial was measured.', interrupted: true };
  if (signal?.aborted) return interrupted;
  const host = await openHost(null);
  const end = () => void host.close();
  signal?.addEventListener('abort', end, { once: true });
  try {
    if (signal?.aborted) return interrupted;
    const take = takeOf?.(prepared);
    const begin = monotonicMs();
    const pass = host.serialPass({
      visit: `serial pass of ${prepared.name}`,
      scenario: prepared.ref,
      called,
      openEndedMs,
      resultsFile,
      ...(chunksize !== undefined && { chunksize }),
      ...(caseTimeoutMs !== undefined && { limitMs: caseTimeoutMs }),
      ...(take !== undefined ? { take } : budgetMs !== null && { budgetMs }),
    });
    return { ...(await inTime(pass, host, limitMs)), visitMs: monotonicMs() - begin };
  } catch (thrown) {
    if (signal?.aborted) return interrupted;
    if (thrown instanceof WriteError) throw thrown;
    const serial = called === 'run' ? 'serial' : 'serial (consume)';
    const { message, ...where } = failureOf(thrown);
    return { failure: `${serial} failed: ${message}`, ...where };
  } finally {
    signal?.removeEventListener('abort', end);
    await host.close();
  }
}

/** Where serial does not agree with itself, no pool can agree with it. */
export async function serialAgain(
  one: Wanted,
  resultsFile: string,
  options: SerialPassOptions,
): Promise<string | undefined> {
  const again = `${resultsFile}.again`;
  const pass = await takeSerialPass(one, again, options);
  if ('failure' in pass) return undefined;
  return serialDifference(resultsFile, again, one.prepared.loaded.scenario, one.called === 'consume');
}

const HALF = 'One serial pass may take half of --max-time: allow more time, or give it less to do.';

/** Rejects with what the host was in the middle of where that takes longer; null: it takes as long as it likes. */
async function inTime<T>(
  pass: Promise<T>,
  host: Pick<BenchHost, 'overdue'>,
  limitMs: number | null,
): Promise<T> {
  if (limitMs === null) return pass;
  const late = new CorewiseError(`It had not ended after ${formatMs(limitMs)}.`);
  try {
    return await within(pass, limitMs, () => late);
  } catch (thrown) {
    if (thrown !== late) throw thrown;
    const told = (await host.overdue?.(limitMs)) ?? late;
    throw new OverdueError(`${told.message} ${HALF}`);
  }
}
