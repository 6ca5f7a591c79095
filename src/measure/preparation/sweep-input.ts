import type { CommandSpec, SuiteCommand, Sweep } from '../../scenario/index.js';
import { commandKind } from '../../scenario/loading/index.js';
import { findDispatch } from '../../workers/dispatch/index.js';
import { engineOfCommand, engines, findEngine, isVirtualEngine } from '../../workers/engines/index.js';
import { isOneRun, SERIAL, type SweepInput } from '../cases/index.js';
import { type StudyOptions, sweepDefaults } from './options.js';
import type { Prepared, PreparedSweep, UnavailableSweep } from './prepare.js';

/** Why a scenario cannot be run in this setting. */
function whyNot(
  { name, payload, loaded: { scenario } }: Prepared,
  { engine, dispatch }: { engine: string; dispatch: string },
): string | undefined {
  if (engine !== SERIAL && findEngine(engine).takes)
    return `${name} is a module, and ${engine} runs commands: corewise exec.`;
  const { perWorker, spreads } = findDispatch(dispatch);
  if (perWorker && !scenario.consume) return `${name} has no \`consume\`, which ${dispatch} calls.`;
  if (!perWorker && !scenario.run)
    return `${name} has no \`run\`, which ${dispatch} calls; consume applies to it.`;
  if (spreads && !scenario.spread)
    return `${name} does not say \`spread: true\`: ${dispatch} is for scenarios whose tasks are lists of the arguments of \`run\`.`;
  if (payload === 'share' && engine !== SERIAL && findEngine(engine).sharesNothing)
    return `${name} shares memory with its workers, and ${engine} share none: only threads can. Measure it on threads, or let its tasks name a file that every worker opens.`;
  return undefined;
}

/** A sweep with all that it leaves open filled in; options of the run come before those of the sweep. */
export function sweepInput({ sweep, prepared }: PreparedSweep, options: StudyOptions): SweepInput {
  const { scenario } = prepared.loaded;
  if (scenario.command) return commandInput({ sweep, prepared }, scenario.command, options);
  return {
    scenario: prepared.name,
    params: prepared.params,
    defaults: scenario.params,
    tasks: prepared.tasks,
    openEnded: scenario.openEnded,
    consumesOnly: !scenario.run,
    problem: (setting) => whyNot(prepared, setting),
    ...settingsOf(sweep, options, dispatchesFor(prepared, options.engines ?? sweep.engines)),
  };
}

/** A command runs on the engine of its kind alone, whatever engines the others of a suite are measured on. */
function commandInput(
  { sweep, prepared }: PreparedSweep,
  command: CommandSpec,
  options: StudyOptions,
): SweepInput {
  const { kind } = command;
  const dispatches = isOneRun({ command: kind }) ? ['apply'] : (options.dispatches ?? sweep.dispatches);
  const settings = settingsOf(sweep, options, ['imapUnordered']);
  return {
    scenario: prepared.name,
    params: prepared.params,
    tasks: prepared.tasks,
    openEnded: false,
    command: kind,
    hasSerialForm: command.serial !== undefined,
    problem: ({ dispatch }) =>
      findDispatch(dispatch).perWorker ? `${prepared.name} is a command, which cannot consume.` : undefined,
    ...settings,
    engines: [engineOfCommand(kind)],
    dispatches: dispatches ?? settings.dispatches,
    cold: false,
  };
}

/**
 * On demand, and cut beforehand where it was left open how tasks are run; what never ends takes one task a worker,
 * however it gets there.
 */
function dispatchesFor(
  { loaded: { scenario } }: Prepared,
  engines: readonly string[] | undefined,
): readonly string[] {
  if (!scenario.run) return ['consume'];
  const { dispatches } = sweepDefaults;
  return scenario.openEnded || engines ? dispatches.slice(0, 1) : dispatches;
}

/** The cases that would have been measured, for the reason to stand in the report. */
export function unavailableInput(
  { sweep, name, params, reason }: UnavailableSweep,
  options: StudyOptions,
): SweepInput {
  const problem = () => reason;
  if (sweep.command) return unavailableCommand(sweep.command, { sweep, name, params, reason }, options);
  return {
    scenario: name,
    params,
    tasks: 0,
    openEnded: false,
    problem,
    ...settingsOf(sweep, options, sweepDefaults.dispatches.slice(0, 1)),
  };
}

function cpuQuotasOf(sweep: Sweep, options: StudyOptions): Pick<SweepInput, 'cpuQuotas'> {
  const cpuQuotas = options.cpuQuotas ?? sweep.cpuQuotas;
  return cpuQuotas ? { cpuQuotas } : {};
}

function unavailableCommand(
  command: SuiteCommand,
  { sweep, name, params, reason }: UnavailableSweep,
  options: StudyOptions,
): SweepInput {
  const kind = commandKind(command);
  return {
    ...{ scenario: name, params, tasks: 0, openEnded: false, command: kind, problem: () => reason },
    ...settingsOf(sweep, options, [isOneRun({ command: kind }) ? 'apply' : 'imapUnordered']),
    engines: [engineOfCommand(kind)],
    cold: false,
  };
}

const virtualEngines = new Set(engines.map(({ name }) => name).filter(isVirtualEngine));

function settingsOf(sweep: Sweep, options: StudyOptions, dispatches: readonly string[]) {
  return {
    engines: options.engines ?? sweep.engines ?? sweepDefaults.engines,
    dispatches: options.dispatches ?? sweep.dispatches ?? dispatches,
    workers: options.workers ?? sweep.workers ?? sweepDefaults.workers,
    chunksizes: options.chunksizes ?? sweep.chunksizes ?? sweepDefaults.chunksizes,
    ...cpuQuotasOf(sweep, options),
    cores: options.cores ?? sweep.cores ?? sweepDefaults.cores,
    virtualEngines,
    cold: options.cold === true,
    ...(options.replicas && { replicas: options.replicas }),
  };
}
