import { basename, extname } from 'node:path';
import { CorewiseError, UnavailableError, UsageError } from '../../errors.js';
import type { HostFacts } from '../../host/index.js';
import {
  type CommandSpec,
  comparesOutputs,
  type Params,
  type Payload,
  type Suite,
  type SuiteCommand,
  type Sweep,
} from '../../scenario/index.js';
import {
  type BundledScenario,
  bundleScenario,
  commandSpec,
  describeCommand,
  findScenario,
  hashOfCommand,
} from '../../scenario/loading/index.js';
import { isVirtualEngine } from '../../workers/engines/index.js';
import { scenarioKey } from '../cases/index.js';
import type { Looked, ScenarioFacts, ScenarioRef } from '../runner/index.js';
import { type ModuleHosts, moduleHosts } from './bench-hosts.js';
import { type StudyOptions, sweepDefaults } from './options.js';

/** A scenario, without its functions: those are for the processes that run them. */
export interface LookedAt extends BundledScenario {
  scenario: ScenarioFacts;
}

/** One scenario with one set of parameters, ready to be measured. */
export interface Prepared {
  name: string;
  params: Params;
  loaded: LookedAt;
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

/**
 * Loads every scenario of the suite and counts its tasks, in a process that can be ended. Rejects with UsageError, with
 * OverdueError where one of them takes too long, or where the user interrupts it.
 */
export async function prepareSuite(
  suite: Suite,
  host: HostFacts,
  options: StudyOptions,
  seed: number,
): Promise<{ sweeps: PreparedSweep[]; unavailable: UnavailableSweep[] }> {
  const hosts = moduleHosts(host, options);
  try {
    return await prepareSweeps(suite, hosts, options, seed);
  } catch (thrown) {
    throw options.signal?.aborted ? new CorewiseError('Interrupted before anything was measured.') : thrown;
  } finally {
    await hosts.close();
  }
}

async function prepareSweeps(
  suite: Suite,
  hosts: ModuleHosts,
  options: StudyOptions,
  seed: number,
): Promise<{ sweeps: PreparedSweep[]; unavailable: UnavailableSweep[] }> {
  const byKey = new Map<string, Prepared>();
  const sweeps: PreparedSweep[] = [];
  const unavailable: UnavailableSweep[] = [];
  for (const sweep of suite.sweeps) {
    const { path, name, params, look } = sourceOf(sweep, { hosts, sweep, options, seed });
    const one = await look().catch(ifUnavailable);
    if ('reason' in one) {
      unavailable.push({ sweep, name, params, reason: one.reason });
      continue;
    }
    const key = scenarioKey(one);
    const known = byKey.get(key);
    if (known && known.loaded.hash !== one.loaded.hash) {
      throw new UsageError(
        `Two different scenarios are called "${known.name}": ${known.loaded.source} and ${path}. Rename one.`,
      );
    }
    const prepared = known ?? one;
    byKey.set(key, prepared);
    sweeps.push({ sweep, prepared });
  }
  return { sweeps, unavailable };
}

/** A scenario to be looked at, or a command. */
interface Source {
  /** As it was named, for messages. */
  path: string;
  /** As far as it can be told without looking. */
  name: string;
  params: Params;
  /** Rejects with UnavailableError where it cannot run on this machine. */
  look(): Promise<Prepared>;
}

function sourceOf({ scenario, command, params }: Sweep, at: LookingAt): Source {
  const base = at.options.base ?? process.cwd();
  if (command) {
    const path = command.argv.join(' ');
    const { name } = describeCommand(command, { kind: 'chunks', tasks: [] });
    return { path, name, params: {}, look: async () => prepareCommand(command, base, at) };
  }
  const path = findScenario(scenario!, base);
  const asked = { ...params, ...at.options.params };
  const name = basename(path, extname(path));
  return { path, name, params: asked, look: () => lookAt(path, asked, at) };
}

/** Nothing of a command runs before it is measured. */
function prepareCommand(given: SuiteCommand, base: string, { options, seed }: LookingAt): Prepared {
  const { taskTimeoutMs } = options;
  const spec: CommandSpec = {
    ...commandSpec(given, base),
    ...(taskTimeoutMs !== undefined && { taskTimeoutMs }),
  };
  const { name, description } = describeCommand(given, spec);
  const source = given.argv.join(' ');
  const facts = { name, description, params: {}, command: spec, openEnded: false, spread: false };
  const verify = !comparesOutputs(spec) && { verify: 'none' as const };
  return {
    name,
    params: {},
    loaded: {
      ...{ module: '', source, hash: hashOfCommand(spec), packages: [] },
      scenario: { ...facts, run: true, consume: false, ...verify },
    },
    ref: {
      module: '',
      export: '',
      params: {},
      seed,
      title: name,
      source,
      command: spec,
      ...boundsOf(options),
    },
    // Fewer tasks would stand in other chunks, whose results cannot be compared.
    whole: true,
    tasks: spec.tasks.length,
    payload: 'copy',
  };
}

interface LookingAt {
  hosts: ModuleHosts;
  sweep: Sweep;
  options: StudyOptions;
  seed: number;
}

async function lookAt(
  source: string,
  params: Params,
  { hosts, sweep, options, seed }: LookingAt,
): Promise<Prepared> {
  const bundled = await bundleScenario(source);
  const engines = options.engines ?? sweep.engines ?? sweepDefaults.engines;
  const host = await hosts.hostFor(source, engines.some(isVirtualEngine));
  const { module } = bundled;
  const bounds = boundsOf(options);
  const { loadTimeoutMs } = bounds;
  const bound = loadTimeoutMs !== undefined && { loadTimeoutMs };
  const looked = await host.look({ visit: 'prepare', module, source, params, seed, ...bound });
  return prepare(bundled, looked, { seed, ...bounds });
}

type Bounds = Pick<ScenarioRef, 'loadTimeoutMs' | 'maxMemoryMiB'>;

/** What workers may take, where the user says. */
function boundsOf({ loadTimeoutMs, maxWorkerMemoryMiB }: StudyOptions): Bounds {
  return {
    ...(loadTimeoutMs !== undefined && { loadTimeoutMs }),
    ...(maxWorkerMemoryMiB !== undefined && { maxMemoryMiB: maxWorkerMemoryMiB }),
  };
}

function ifUnavailable(error: unknown): { reason: string } {
  if (error instanceof UnavailableError) return { reason: error.message };
  throw error;
}

function prepare(
  bundled: BundledScenario,
  { scenario, export: name, params, tasks, payload }: Looked,
  more: Pick<ScenarioRef, 'seed'> & Bounds,
): Prepared {
  const { module, source } = bundled;
  return {
    name: scenario.name,
    params,
    loaded: { ...bundled, scenario },
    ref: { module, export: name, params, title: scenario.name, source, ...more },
    whole: scenario.openEnded || scenario.consume,
    tasks,
    payload,
  };
}
