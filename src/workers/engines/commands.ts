import { UsageError } from '../../errors.js';
import type { CommandKind, CommandSpec } from '../../scenario/index.js';
import type { Session } from '../session/index.js';
import type { CommandSessionOptions } from './command/command-session.js';
import type { MemoryBound } from './command/program.js';
import type { Engine, SessionSpec } from './engine.js';

/** A program for every chunk. */
export const commands: Engine = {
  name: 'commands',
  description: 'a process for every chunk of a command, several at a time (corewise exec)',
  placement: 'workers',
  sharesNothing: true,
  isNoPool: true,
  takes: 'commands',
  async open(spec, _signal, listeners) {
    const { workers, pins } = spec;
    const command = commandOf(spec, commands.name);
    return openCommands({
      engine: commands.name,
      command,
      slots: workers,
      told: workers,
      pins,
      memory: memoryOf(spec, 1),
      listeners,
    });
  },
};

/** One program that runs its own workers: told how many, it takes one chunk at a time. */
export const selfParallel: Engine = {
  name: 'self-parallel',
  description: 'one command that parallelises itself and gets the number of workers (corewise exec)',
  placement: 'workers',
  sharesNothing: true,
  isNoPool: true,
  takes: 'commands',
  isOneProgram: true,
  async open(spec, _signal, listeners) {
    const command = commandOf(spec, selfParallel.name);
    return openCommands({
      engine: selfParallel.name,
      command,
      slots: 1,
      told: spec.workers,
      memory: memoryOf(spec, spec.workers),
      listeners,
    });
  },
};

/** The serial form of a command: one program at a time, told of one worker. */
export function openSerialCommand(
  engine: string,
  command: CommandSpec,
  listeners: Parameters<Engine['open']>[2],
): Promise<Session> {
  const { serial, ...rest } = command;
  const own = serial ? { ...rest, argv: serial } : rest;
  return openCommands({ engine, command: own, slots: 1, told: 1, listeners });
}

/** Its session is loaded with the first command: whoever runs functions needs none. */
async function openCommands(options: CommandSessionOptions): Promise<Session> {
  const { CommandSession } = await import('./command/command-session.js');
  return new CommandSession(options);
}

/** What a program of so many workers may hold. */
export function memoryOf({ maxMemoryMiB }: SessionSpec, workers: number): MemoryBound | undefined {
  return maxMemoryMiB === undefined ? undefined : { limitMiB: maxMemoryMiB, workers };
}

/** The engine that runs commands of this kind. */
export function engineOfCommand(kind: CommandKind): string {
  if (kind === 'persistent') return 'persistent';
  return kind === 'self-parallel' ? selfParallel.name : commands.name;
}

/** @throws UsageError where the session is of no command. */
export function commandOf({ command }: SessionSpec, engine: string): CommandSpec {
  if (command) return command;
  throw new UsageError(`${engine} runs commands, and this is a module: use another engine.`);
}
