import { join } from 'node:path';
import { temporaryFolder } from '../../../files/index.js';
import { type Case, workKey } from '../../cases/index.js';
import { type Called, type SerialPass, sampledIndices, type TaskSample } from '../../runner/index.js';
import type { Prepared } from '../prepare.js';
import { type SerialPassOptions, serialAgain, takeSerialPass, type Untaken } from './take-serial-pass.js';
import { calledUnder, type Wanted } from './wanted-passes.js';

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
      keep(taken, one, await takeSerialPass(one, resultsFile, limits));
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

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= run());
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
