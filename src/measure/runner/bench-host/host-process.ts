import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { commandLineOf, confine, dieWithParent, groupsOf } from '../../../host/index.js';
import { ownFile } from '../../../own-package.js';
import { GUARD_NAME } from '../../../workers/engines/index.js';
import type { ToBenchHost } from './protocol.js';

const entry = fileURLToPath(ownFile('measure/runner/bench-host/entry.cjs'));

export interface HostProcessOptions {
  /** CPUs the host and all its workers are confined to; null: all allowed ones. */
  cpus: readonly number[] | null;
  /** The start of a command line that the host and its workers run under: a quota of their own. */
  before?: readonly string[];
}

/** A bench host's process: the leader of a process group of its own, so that ending it ends its workers. */
export class HostProcess {
  readonly child: ChildProcess;

  /** `descriptor`: a file for it to inherit. */
  constructor({ cpus, before = [] }: HostProcessOptions, descriptor: number) {
    const [endedWithUs, onCpus] = [dieWithParent(), cpus ? confine(cpus) : undefined].map((program) =>
      program ? [program.command, ...program.args] : [],
    ) as [string[], string[]];
    const node = [
      process.execPath,
      ...process.execArgv.filter((option) => !option.startsWith('--inspect')),
      entry,
    ];
    const [command, ...args] = [...endedWithUs, ...before, ...onCpus, ...node];
    this.child = spawn(command!, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', descriptor],
      serialization: 'advanced',
      detached: process.platform !== 'win32',
    });
    // A host in a busy loop would not hear that this process has gone.
    process.on('exit', this.kill);
  }

  send(message: ToBenchHost, sent: () => void = () => undefined): void {
    this.child.send(message, sent);
  }

  /** The whole group at once: a worker in a busy loop would not hear anything gentler. */
  readonly kill = (): void => {
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      this.child.kill('SIGKILL');
    }
  };

  /** To the group, and to those of what it started. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    process.kill(-pid, name);
    // What it starts may be in groups of its own; stopped itself, it starts no more.
    for (const group of groupsOf(pid)) if (group !== pid && !isGuard(group)) signalGroup(group, name);
  }

  /** It has ended: nothing of it is left to kill. */
  ended(): void {
    process.off('exit', this.kill);
  }
}

/** Who ends programs together with the host must be able to. */
function isGuard(pid: number): boolean {
  return commandLineOf(pid).includes(GUARD_NAME);
}

/** A group may end at any moment. */
function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}
