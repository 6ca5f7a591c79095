import { join } from 'node:path';
import { CorewiseError, OverdueError, WriteError } from '../../errors.js';
import { temporaryFolder } from '../../files/index.js';
import { formatMs } from '../../stats/index.js';
import { findDispatch } from '../../workers/dispatch/index.js';
import { monotonicMs, within } from '../../workers/session/index.js';
import { type Case, hasSerialByChunk, workKey } from '../cases/index.js';
import {
  type BenchHost,
  type Called,
  type Failure,
  failureOf,
  type OpenHost,
  type SerialPass,
  sampledIndices,
  serialDifference,
  type TaskSample,
} from '../runner/index.js';
import type { Prepared } from './prepare.js';

/** What serial is to run before the rounds. */
export interface Wanted {
  prepared: Prepared;
  called: Called;
  /** Where each chunk starts a program: in chunks of so many tasks. */
  chunksize?: number;
}

export function calledUnder(dispatch: string): Called {
  return findDispatch(dispatch).perWorker ? 'consume' : 'run';
}

/** What serial has to run of each scenario: its `run` where there is one, its `consume` where a case calls that. */
export function calledBy(cases: readonly Case[], prepared: readonly Prepared[]): Wanted[] {
  return prepared.flatMap((one) => {
    const own = cases.filter((of) => workKey(of) === workKey({ scenario: one.name, params: one.params }));
    if (hasSerialByChunk({ command: one.loaded.scenario.command?.kind })) return byChunk(one, own);
    const main: Called = one.loaded.scenario.run ? 'run' : 'consume';
    return [...new Set([main, ...own.map(({ dispatch }) => calledUnder(dispatch))])].map((called) => ({
      prepared: one,
      called,
    }));
  });
}

/** The finest first: it tells most of the tasks. */
function byChunk(prepared: Prepared, own: readonly Case[]): Wanted[] {
  const sizes = [...new Set(own.map(({ chunksize }) => chunksize))].sort((a, b) => a - b);
  return sizes.map((chunksize) => ({ prepared, called: 'run', chunksize }));
}

/** What serial gave before the rounds, by scenario × params. */
export interface SerialPasses {
  /** Without `called`: of `run` where the scenario has it. `chunksize` counts where each chunk starts a program. */
  of(scenario: string, params: Prepared['params'], called?: Called, chunksize?: number): SerialPass | Untaken;
  resultsFile(scenario: string, params: Prepared['params'], called: Called, chunksize?: number): string;
  /**
   * Runs serial again, once however often it is asked: what it gives otherwise than before, in words; undefined where
   * it gives the same, or cannot be run.
   */
  differs(
    scenario: string,
    params: Prepared['params'],
    called: Called,
    chunksize?: number,
  ): Promise<string | undefined>;
  /** From now on it is of a pass of so many of its tasks. */
  keep(scenario: string, params: Prepared['params'], take: number): void;
  /** Removes the files of results. */
  release(): void;
}

/** Why there is none: serial failed, or the user interrupted before it was done. */
export interface Untaken extends Omit<Failure, 'message'> {
  failure: string;
  interrupted?: true;
}

/** Serial's pass of a case, or of a ceiling, which has no dispatch. */
export function serialOfCase(
  serialPasses: Pick<SerialPasses, 'of'>,
  {
    scenario,
    params,
    dispatch,
    chunksize,
  }: Pick<Case, 'scenario' | 'params'> & {
    dispatch?: string;
    chunksize?: number | undefined;
  },
): SerialPass | Untaken {
  const called = dispatch === undefined ? undefined : calledUnder(dispatch);
  return serialPasses.of(scenario, params, called, chunksize);
}

/** Serial's pass of the work, ms; 0 where there is none. */
export function serialPassMs(
  serialPasses: Pick<SerialPasses, 'of'>,
  { scenario, params }: Pick<Case, 'scenario' | 'params'>,
): number {
  const serial = serialPasses.of(scenario, params);
  return 'failure' in serial ? 0 : serial.passMs;
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

/**
 * One serial pass of each, each in a fresh bench host. A scenario that fails takes only its own cases down. Rejects
 * where no bench host can be started, and with WriteError where results cannot be kept.
 */
export async function takeSerialPasses(
  wanted: readonly Wanted[],
  options: SerialPassOptions,
): Promise<SerialPasses> {
  const folder = temporaryFolder('results');
  const taken = new Map<string, SerialPass | Untaken>();
  const files = new Map<string, string>();
  const repeats = new Map<string, () => Promise<string | undefined>>();
  /** Under the chunksize, and the first of them also without. */
  const keep = <T>(
    map: Map<string, T>,
    { prepared: { name, params }, called, chunksize }: Wanted,
    value: T,
  ) => {
    const key = keyOf(name, params, called);
    if (chunksize !== undefined) map.set(keyOf(name, params, called, chunksize), value);
    if (chunksize === undefined || !map.has(key)) map.set(key, value);
  };
  const find = <T>(map: ReadonlyMap<string, T>, ...[name, params, called, chunksize]: KeyParts) =>
    map.get(keyOf(name, params, called, chunksize)) ?? map.get(keyOf(name, params, called));
  try {
    for (const [index, one] of wanted.entries()) {
      const resultsFile = join(folder.path, `${index}.results`);
      keep(files, one, resultsFile);
      const budgetMs = options.budgetMs === null ? null : options.budgetMs / wanted.length;
      const limits = { ...options, budgetMs };
      keep(taken, one, await takeOne(one, resultsFile, limits));
      keep(
        repeats,
        one,
        once(() => serialAgain(one, resultsFile, limits)),
      );
      options.onTaken((index + 1) / wanted.length);
    }
  } catch (error) {
    folder.release();
    throw error;
  }
  return {
    of: (scenario, params, called, chunksize) => {
      const calls: Called[] = called ? [called] : ['run', 'consume'];
      return calls.flatMap((each) => find(taken, scenario, params, each, chunksize) ?? [])[0]!;
    },
    keep(scenario, params, take) {
      const key = keyOf(scenario, params, 'run');
      const pass = taken.get(key);
      if (pass && !('failure' in pass)) taken.set(key, sampledPass(pass, take));
    },
    resultsFile: (...parts) => find(files, ...parts)!,
    differs: async (...parts) => find(repeats, ...parts)?.(),
    release: () => folder.release(),
  };
}

type KeyParts = [scenario: string, params: Prepared['params'], called: Called, chunksize?: number];

function keyOf(...[scenario, params, called, chunksize]: KeyParts): string {
  return `${called} ${chunksize ?? ''} ${workKey({ scenario, params })}`;
}

async function takeOne(
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
async function serialAgain(
  one: Wanted,
  resultsFile: string,
  options: SerialPassOptions,
): Promise<string | undefined> {
  const again = `${resultsFile}.again`;
  const pass = await takeOne(one, again, options);
  if ('failure' in pass) return undefined;
  return serialDifference(resultsFile, again, one.prepared.loaded.scenario, one.called === 'consume');
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= run());
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

/** The pass, had it been of fewer tasks. */
export function sampledPass(pass: SerialPass, take: number): SerialPass {
  const of = pass.allTasks ?? pass.tasks;
  const taskMs = sampledTimes(pass, { of, take });
  return {
    ...pass,
    tasks: take,
    taskMs,
    passMs: taskMs.reduce((sum, ms) => sum + ms, 0),
    ...(take < of && { allTasks: of }),
  };
}

/** Of very many tasks only sums are kept: they become as much smaller as there are fewer tasks. */
function sampledTimes({ tasks, taskMs }: SerialPass, { of, take }: TaskSample): number[] {
  if (taskMs.length < tasks) return taskMs.map((ms) => (ms * take) / tasks);
  const ran = sampledIndices({ of, take: tasks });
  const times = new Map(ran.map((index, place) => [index, taskMs[place]!]));
  return sampledIndices({ of, take }).map((index) => times.get(index)!);
}
