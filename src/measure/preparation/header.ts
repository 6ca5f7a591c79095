import type { HostFacts } from '../../host/index.js';
import { version } from '../../own-package.js';
import { RECORD_SCHEMA, type RecordHeader } from '../../record/index.js';
import type { CommandSpec, Suite } from '../../scenario/index.js';
import { engines, otherPoolsOf } from '../../workers/engines/index.js';
import { scenarioKey } from '../cases/index.js';
import { defaults, type StudyOptions } from './options.js';
import type { Prepared, UnavailableSweep } from './prepare.js';
import type { SerialPasses } from './serial/serial-passes.js';

/** What a run sets out to do, on which machine, before its scenarios were looked at and its cases are known. */
export function headerFor(suite: Suite, host: HostFacts, seed: number, options: StudyOptions): RecordHeader {
  const rounds = plannedRounds(suite, options);
  return {
    schema: RECORD_SCHEMA,
    plan: {
      suite: suite.name,
      label: options.label ?? suite.name,
      command: options.command ?? `measure(${suite.name})`,
      startedAt: new Date().toISOString(),
      cases: [],
      rounds,
      minRounds: options.tune ? defaults.tunedRounds : defaults.minRounds,
      precision: options.precision ?? defaults.precision,
      maxTimeMs: plannedTimeMs(suite, options),
      observationMs: options.observationMs ?? defaults.observationMs,
      openEndedMs: options.forMs ?? defaults.openEndedMs,
      gate: { ...defaults.gate },
      pin: options.pin ?? defaults.pin,
      ...(options.tune && { tuned: true }),
      ...(options.inspectWorker && { inspected: true }),
    },
    host: { ...host, cpus: [...host.cpus], allowed: [...host.allowed] },
    scenarios: [],
    engines: Object.fromEntries(engines.map(({ name, placement }) => [name, placement])),
    seed,
    ...poolsOf(suite, options),
  };
}

/** What a result may depend on, and how the pools of other packages are set. */
function poolsOf(suite: Suite, options: StudyOptions): Pick<RecordHeader, 'versions' | 'poolSettings'> {
  const pools = otherPoolsOf(options.engines ?? suite.sweeps.flatMap((sweep) => sweep.engines ?? []));
  const settings = pools.map(({ engine }) => [engine.name, engine.settings]);
  return {
    versions: {
      corewise: version,
      node: process.versions.node,
      v8: process.versions.v8,
      ...Object.fromEntries(pools.map((pool) => [pool.package, pool.version])),
    },
    ...(pools.length > 0 && { poolSettings: Object.fromEntries(settings) }),
  };
}

/** null: as long as the rounds take. */
function plannedTimeMs(suite: Suite, options: StudyOptions): number | null {
  return options.maxTimeMs ?? (plannedRounds(suite, options) === null ? defaults.maxTimeMs : null);
}

function plannedRounds(suite: Suite, options: StudyOptions): number | null {
  if (options.inspectWorker) return 1;
  const asksForPrecision = options.precision !== undefined && options.rounds === undefined;
  return asksForPrecision ? null : (options.rounds ?? suite.rounds ?? null);
}

/** What the record says of a scenario; `taskMs` from its serial pass. */
export function describeScenario(
  one: Prepared,
  serialPasses: SerialPasses,
): RecordHeader['scenarios'][number] {
  const { scenario, hash, packages } = one.loaded;
  const serial = serialPasses.of(one.name, one.params);
  return {
    name: one.name,
    description: scenario.description,
    params: one.params,
    hash,
    packages: [...packages],
    openEnded: scenario.openEnded,
    ...(scenario.command && { command: recordedCommand(scenario.command) }),
    payload: one.payload,
    tasks: one.tasks,
    ...(one.allTasks !== undefined && { allTasks: one.allTasks }),
    taskMs: 'failure' in serial || scenario.openEnded ? [] : serial.taskMs,
    ...('cpuShare' in serial && { cpuShare: serial.cpuShare }),
  };
}

/** Without its tasks: there may be very many, and `hash` tells whether they were the same. */
function recordedCommand(command: CommandSpec): RecordHeader['scenarios'][number]['command'] {
  const { kind, argv, serial, env, stdin, shell, cwd } = command;
  return {
    ...{ kind, argv: [...argv], cwd },
    ...(serial && { serial: [...serial] }),
    ...(env && { env: { ...env } }),
    ...(stdin && { stdin }),
    ...(shell && { shell }),
  };
}

/** Scenarios that cannot be loaded on this machine, once each: their skipped cases are shown with them. */
export function describeUnavailable(sweeps: readonly UnavailableSweep[]): RecordHeader['scenarios'] {
  const byKey = new Map(sweeps.map((sweep) => [scenarioKey(sweep), sweep]));
  return [...byKey.values()].map(({ name, params, reason }) => ({
    name,
    description: reason,
    params,
    hash: '',
    packages: [],
    openEnded: false,
    tasks: 0,
    taskMs: [],
  }));
}
