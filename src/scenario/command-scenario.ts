import type { CommandSpec } from './command.js';
import type { Scenario } from './scenario.js';

export function comparesOutputs({ kind, verify }: CommandSpec): boolean {
  return verify ?? (kind === 'chunks' || kind === 'persistent');
}

/** The scenario that a command is: its tasks, and nothing that runs in a worker's own process. */
export function commandScenario(command: CommandSpec, name = 'command', description = name): Scenario {
  return {
    name,
    description,
    params: {},
    tasks: () => command.tasks,
    command,
    // A program begins anew with every chunk: there is nothing to get warm, and one run before the rounds fills caches.
    ...(command.kind !== 'persistent' && { warmup: false }),
    ...(!comparesOutputs(command) && { verify: 'none' as const }),
  };
}
