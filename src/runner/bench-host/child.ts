import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CorewiseError, UnavailableError } from '../../errors.js';
import { confine } from '../../host/index.js';
import type { BenchHost, BenchHostInit, BenchMethod, FromBenchHost, ToBenchHost } from './protocol.js';

const entry = fileURLToPath(new URL('./entry.js', import.meta.url));

export interface ChildBenchHostOptions extends BenchHostInit {
  /** CPUs the host and all its workers are confined to; null: all allowed ones. */
  cpus: readonly number[] | null;
  /** Whatever the host and its workers print. */
  onOutput?: (text: string) => void;
}

/** A bench host in a fresh process, in a process group of its own, so that ending it ends its workers. */
export async function childBenchHost(options: ChildBenchHostOptions): Promise<BenchHost> {
  const host = new ChildBenchHost(options);
  await host.ready;
  return host;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

class ChildBenchHost implements BenchHost {
  readonly ready: Promise<unknown>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private waiting: Waiting | undefined;
  private exit: string | undefined;

  constructor({ cpus, host, rootPid, onOutput }: ChildBenchHostOptions) {
    const confined = cpus ? confine(cpus) : undefined;
    const node = [
      process.execPath,
      ...process.execArgv.filter((option) => !option.startsWith('--inspect')),
      entry,
    ];
    const [command, ...args] = confined ? [confined.command, ...confined.args, ...node] : node;
    this.child = spawn(command!, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      detached: process.platform !== 'win32',
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
    }
    // A host in a busy loop would not hear that this process has gone.
    process.on('exit', this.killGroup);
    this.child.on('message', (message) => this.settle(message as FromBenchHost));
    this.ended = new Promise((resolve) => {
      const end = (exit: string) => {
        this.exit ??= exit;
        this.waiting?.reject(new CorewiseError(`the bench host ended: ${this.exit}`));
        this.waiting = undefined;
        process.off('exit', this.killGroup);
        resolve();
      };
      this.child.once('error', (error) => end(error.message));
      this.child.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`));
    });
    this.ready = this.ask({ kind: 'init', init: { host, rootPid } });
  }

  observe: BenchHost['observe'] = (request) => this.call('observe', request);
  ceiling: BenchHost['ceiling'] = (request) => this.call('ceiling', request);
  reference: BenchHost['reference'] = (request) => this.call('reference', request);

  /** The whole group at once: a worker in a busy loop would not hear anything gentler. */
  async close(): Promise<void> {
    if (this.exit === undefined) this.killGroup();
    await this.ended;
  }

  private readonly killGroup = (): void => {
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      this.child.kill('SIGKILL');
    }
  };

  private call<T>(method: BenchMethod, request: unknown): Promise<T> {
    return this.ask({ kind: 'call', method, request }) as Promise<T>;
  }

  private ask(message: ToBenchHost): Promise<unknown> {
    if (this.exit !== undefined)
      return Promise.reject(new CorewiseError(`the bench host ended: ${this.exit}`));
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.child.send(message);
    });
  }

  private settle(message: FromBenchHost): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (message.kind === 'threw') waiting?.reject(rebuild(message));
    else waiting?.resolve(message.kind === 'returned' ? message.value : undefined);
  }
}

function rebuild({ name, message }: { name: string; message: string }): Error {
  return name === UnavailableError.name ? new UnavailableError(message) : new CorewiseError(message);
}
