import { basename, extname } from 'node:path';
import { payloadOf } from '../engines/index.js';
import { UnavailableError, UsageError } from '../errors.js';
import type { ScenarioRef } from '../runner/index.js';
import type { Params, Payload, Random, Suite, Sweep } from '../scenario/index.js';
import { findScenario, type LoadedScenario, loadScenario, resolveParams } from '../scenario/loading/index.js';
import { seededRandom } from '../stats/index.js';
import type { StudyOptions } from './options.js';

/** One scenario with one set of parameters, ready to be measured. */
export interface Prepared {
  name: string;
  params: Params;
  loaded: LoadedScenario;
  ref: ScenarioRef;
  /** Tasks of a pass. */
  tasks: number;
  /** All that there are, where a pass is of fewer. */
  allTasks?: number;
  /** Its passes are of all tasks, however long they are: it never ends by itself, or consumers take its tasks. */
  whole: boolean;
  payload: Payload;
}

/** The sweep with what belongs to it, loaded. */
export interface PreparedSweep {
  sweep: Sweep;
  prepared: Prepared;
}

/** A sweep whose scenario cannot be loaded on this machine: its cases are skipped. */
export interface UnavailableSweep {
  sweep: Sweep;
  /** As far as it can be told without loading it: the file's. */
  name: string;
  /** Those that were asked for. */
  params: Params;
  /** A sentence. */
  reason: string;
}

/** Loads every scenario of the suite, once each, and counts its tasks. Throws UsageError. */
export async function prepareSuite(
  suite: Suite,
  options: StudyOptions,
  seed: number,
): Promise<{ sweeps: PreparedSweep[]; unavailable: UnavailableSweep[] }> {
  const byKey = new Map<string, Prepared>();
  const sweeps: PreparedSweep[] = [];
  const unavailable: UnavailableSweep[] = [];
  for (const sweep of suite.sweeps) {
    const path = findScenario(sweep.scenario, options.base ?? process.cwd());
    const loaded = await loadScenario(path).catch(ifUnavailable);
    if ('reason' in loaded) {
      const params = { ...sweep.params, ...options.params };
      unavailable.push({ sweep, name: basename(path, extname(path)), params, reason: loaded.reason });
      continue;
    }
    const params = resolveParams(loaded.scenario, { ...sweep.params, ...options.params });
    const key = settingKey(loaded.scenario.name, params);
    const known = byKey.get(key);
    if (known && known.loaded.hash !== loaded.hash) {
      throw new UsageError(
        `Two different scenarios are called "${known.name}": ${known.loaded.source} and ${path}. Rename one.`,
      );
    }
    const prepared = known ?? prepare(loaded, params, seed);
    byKey.set(key, prepared);
    sweeps.push({ sweep, prepared });
  }
  return { sweeps, unavailable };
}

function ifUnavailable(error: unknown): { reason: string } {
  if (error instanceof UnavailableError) return { reason: error.message };
  throw error;
}

/** Identifies a scenario with its parameters within a run. */
export function settingKey(scenario: string, params: Params): string {
  const sorted = Object.keys(params)
    .sort()
    .map((key) => [key, params[key]]);
  return JSON.stringify([scenario, sorted]);
}

function prepare(loaded: LoadedScenario, params: Params, seed: number): Prepared {
  const ref: ScenarioRef = { module: loaded.module, export: loaded.export, params, seed };
  return {
    name: loaded.scenario.name,
    params,
    loaded,
    ref,
    whole: loaded.scenario.openEnded === true || loaded.scenario.consume !== undefined,
    tasks: countTasks(loaded, params, seededRandom(seed)),
    payload: choosePayload(loaded, params),
  };
}

const payloads: readonly unknown[] = ['copy', 'transfer', 'share'] satisfies Payload[];

function choosePayload({ scenario, source }: LoadedScenario, params: Params): Payload {
  const payload = payloadOf(scenario, params);
  if (payloads.includes(payload)) return payload;
  throw new UsageError(
    `payload() of "${scenario.name}" (${source}) gave ${JSON.stringify(payload)}; it must give "copy", "transfer" or "share".`,
  );
}

function countTasks({ scenario, source }: LoadedScenario, params: Params, random: Random): number {
  let tasks: readonly unknown[];
  try {
    tasks = scenario.tasks(params, random);
  } catch (cause) {
    throw new UsageError(`tasks() of "${scenario.name}" (${source}) threw: ${String(cause)}`, { cause });
  }
  if (!Array.isArray(tasks))
    throw new UsageError(`tasks() of "${scenario.name}" (${source}) must return an array.`);
  if (tasks.length === 0)
    throw new UsageError(
      `tasks() of "${scenario.name}" (${source}) returned no task: there is nothing to measure.`,
    );
  const alone = scenario.spread ? tasks.findIndex((task) => !Array.isArray(task)) : -1;
  if (alone >= 0)
    throw new UsageError(
      `tasks() of "${scenario.name}" (${source}) must return lists of arguments, since "spread" is set; task ${alone} is none.`,
    );
  return tasks.length;
}
