import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Lines } from '../../engines/index.js';
import { CorewiseError, UnavailableError } from '../../errors.js';
import { confine, dieWithParent, type ForeignWatch, foreignWatch } from '../../host/index.js';
import type { RunLogEntry } from '../run-log.js';
import type { BenchHost, BenchHostInit, BenchMethod, FromBenchHost, ToBenchHost } from './protocol.js';
import { type Patience, QuietKeeper } from './quiet.js';
import { VisitLog } from './visit-log.js';

const entry = fileURLToPath(new URL('./entry.js', import.meta.url));

export interface ChildBenchHostOptions extends BenchHostInit {
  /** CPUs the host and all its workers are confined to; null: all allowed ones. */
  cpus: readonly number[] | null;
  /** Whatever the host and its workers log and print. */
  onLog?: (entry: RunLogEntry) => void;
  /** How long the host may be held back while other programs compute; absent: it never is. */
  patience?: Patience;
  /** How others are seen; default: by what the system counts. */
  watch?: ForeignWatch;
}

/** A bench host in a fresh process, in a process group of its own, so that ending it ends its workers. */
export async function childBenchHost(options: ChildBenchHostOptions): Promise<BenchHost> {
  const host = new ChildBenchHost(options);
  await host.ready;
  return host;
}

/** How long a host that has ended may leave its output open. */
const LEFT_OPEN_MS = 250;

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
  /** What does not come by messages: the last words of a host that crashes, the descriptors of its threads. */
  private readonly printed: VisitLog;
  private readonly quiet: QuietKeeper | undefined;

  constructor({ cpus, host, rootPid, onLog = () => undefined, patience, watch }: ChildBenchHostOptions) {
    this.quiet = patience && this.keeperOf(patience, watch ?? foreignWatch(host, rootPid));
    const before = [dieWithParent(), cpus ? confine(cpus) : undefined].flatMap((program) =>
      program ? [program.command, ...program.args] : [],
    );
    const node = [
      process.execPath,
      ...process.execArgv.filter((option) => !option.startsWith('--inspect')),
      entry,
    ];
    const [command, ...args] = [...before, ...node];
    this.child = spawn(command!, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      detached: process.platform !== 'win32',
    });
    this.printed = new VisitLog(onLog);
    this.read(this.child.stdout, 'info');
    this.read(this.child.stderr, 'warn');
    // A host in a busy loop would not hear that this process has gone.
    process.on('exit', this.killGroup);
    this.child.on('message', (message: FromBenchHost) => {
      if (message.kind === 'log') onLog(message.entry);
      else this.settle(message);
    });
    this.ended = new Promise((resolve) => {
      const end = (exit: string) => {
        this.exit ??= exit;
        this.waiting?.reject(new CorewiseError(`the bench host ended: ${this.exit}`));
        this.waiting = undefined;
        process.off('exit', this.killGroup);
      };
      const close = () => {
        this.printed.end();
        resolve();
      };
      this.child.once('error', (error) => {
        end(error.message);
        if (this.child.pid === undefined) close();
      });
      this.child.once('exit', (code, signal) => {
        end(signal ? `signal ${signal}` : `exit code ${code}`);
        // Something that it started outside of its group may hold its output open for ever.
        setTimeout(close, LEFT_OPEN_MS).unref();
      });
      this.child.once('close', close);
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

  private async call<T>(method: BenchMethod, request: { visit?: string; engine?: string }): Promise<T> {
    this.printed.begin(request.visit ?? request.engine ?? method);
    this.quiet?.begin();
    try {
      return (await this.ask({ kind: 'call', method, request })) as T;
    } finally {
      this.quiet?.end();
    }
  }

  /** A stopped host could outlive this process where the system does not end it: there it is never held back. */
  private keeperOf(patience: Patience, watch: ForeignWatch | undefined): QuietKeeper | undefined {
    if (!watch || !dieWithParent()) return undefined;
    const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
      if (this.exit === undefined && this.child.pid !== undefined) process.kill(-this.child.pid, name);
    };
    return new QuietKeeper(watch, patience, {
      stop: () => signal('SIGSTOP'),
      go: (pause) => {
        if (this.exit === undefined) this.child.send({ kind: 'paused', pause }, () => signal('SIGCONT'));
      },
    });
  }

  private ask(message: ToBenchHost): Promise<unknown> {
    if (this.exit !== undefined)
      return Promise.reject(new CorewiseError(`the bench host ended: ${this.exit}`));
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.child.send(message);
    });
  }

  private read(stream: Readable | null, level: RunLogEntry['level']): void {
    const lines = new Lines((message) => this.printed.add({ time: Date.now(), level, message }));
    stream?.on('data', (bytes: Uint8Array) => lines.write(bytes));
    stream?.once('end', () => lines.end());
  }

  private settle(message: Exclude<FromBenchHost, { kind: 'log' }>): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (message.kind === 'threw') waiting?.reject(rebuild(message));
    else waiting?.resolve(message.kind === 'returned' ? message.value : undefined);
  }
}

function rebuild({ name, message }: { name: string; message: string }): Error {
  return name === UnavailableError.name ? new UnavailableError(message) : new CorewiseError(message);
}
