import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { CorewiseError, OutOfMemoryError, OverdueError } from '../../../errors.js';
import { confine, dieWithParent, type ForeignWatch, foreignWatch, groupsOf } from '../../../host/index.js';
import { ownFile } from '../../../own-package.js';
import { heapIsFull, Lines, MORE_MEMORY, saysOutOfMemory } from '../../../workers/engines/index.js';
import { within } from '../../../workers/session/index.js';
import { rebuildFailure } from '../failure.js';
import type { RunLogEntry } from '../run-log.js';
import { ChildStages } from './child-stages.js';
import { aboutOf, type CallRequest } from './doing.js';
import type {
  BenchHost,
  BenchHostInit,
  BenchMethod,
  FromBenchHost,
  ModuleHost,
  ToBenchHost,
} from './protocol.js';
import { type Patience, QuietKeeper } from './quiet.js';
import { defaultLimits, type StageLimits } from './stage-watch.js';
import { VisitLog } from './visit-log.js';

const entry = fileURLToPath(ownFile('measure/runner/bench-host/entry.js'));

export interface ChildBenchHostOptions extends BenchHostInit {
  /** CPUs the host and all its workers are confined to; null: all allowed ones. */
  cpus: readonly number[] | null;
  /** The start of a command line that the host and its workers run under: a quota of their own. */
  before?: readonly string[];
  /** Whatever the host and its workers log and print. */
  onLog?: (entry: RunLogEntry) => void;
  /** How long the host may be held back while other programs compute; absent: it never is. */
  patience?: Patience;
  /** How others are seen; default: by what the system counts. */
  watch?: ForeignWatch;
  /** How long what is the user's may take; null: as long as it likes. */
  limits?: StageLimits | null;
  /** Is told what takes long, in sentences, while it goes on. */
  onNote?: (text: string) => void;
}

/**
 * A bench host in a fresh process, in a process group of its own, so that ending it ends its workers. Its calls reject
 * with OverdueError where what is the user's takes longer than it may; then it is ended.
 */
export async function childBenchHost(options: ChildBenchHostOptions): Promise<BenchHost & ModuleHost> {
  const host = new ChildBenchHost(options);
  try {
    await within(host.ready, defaultLimits.loadMs, () => new OverdueError('The bench host did not start.'));
    return host;
  } catch (thrown) {
    await host.close();
    throw thrown;
  }
}

/** How long a host that has ended may leave its output open. */
const LEFT_OPEN_MS = 250;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A group may end at any moment. */
function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}

class ChildBenchHost implements BenchHost, ModuleHost {
  readonly ready: Promise<unknown>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private waiting: Waiting | undefined;
  private exit: string | undefined;
  /** What it was in the middle of when it ended, and how it ended. */
  private story: string | undefined;
  /** The line in which it said that its memory is full. */
  private lastWords: string | undefined;
  /** What does not come by messages: the last words of a host that crashes, the descriptors of its threads. */
  private readonly printed: VisitLog;
  private readonly quiet: QuietKeeper | undefined;
  private readonly stages: ChildStages;

  constructor({
    cpus,
    before: under = [],
    host,
    rootPid,
    onLog = () => undefined,
    patience,
    watch,
    limits = defaultLimits,
    onNote = () => undefined,
  }: ChildBenchHostOptions) {
    this.stages = new ChildStages(
      {
        ask: () => this.send({ kind: 'running?' }),
        overdue: (error) => {
          this.fail(error);
          void this.close();
        },
        note: onNote,
      },
      limits,
    );
    this.quiet = patience && this.keeperOf(patience, watch ?? foreignWatch(host, rootPid));
    const [endedWithUs, onCpus] = [dieWithParent(), cpus ? confine(cpus) : undefined].map((program) =>
      program ? [program.command, ...program.args] : [],
    ) as [string[], string[]];
    const node = [
      process.execPath,
      ...process.execArgv.filter((option) => !option.startsWith('--inspect')),
      entry,
    ];
    const [command, ...args] = [...endedWithUs, ...under, ...onCpus, ...node];
    this.child = spawn(command!, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', this.stages.descriptor],
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
      else if (message.kind === 'running') this.stages.answered(message.running);
      else this.settle(message);
    });
    this.ended = new Promise((resolve) => {
      const end = (exit: string) => {
        this.exit ??= exit;
        this.story ??= this.stages.ending(exit);
        process.off('exit', this.killGroup);
      };
      const fail = () => {
        if (this.waiting) this.fail(this.endedError());
      };
      let limit: NodeJS.Timeout | undefined;
      let isClosed = false;
      // Its last words come after its end, and may say why.
      const close = () => {
        if (isClosed) return;
        isClosed = true;
        clearTimeout(limit);
        this.printed.end();
        fail();
        this.stages.release();
        resolve();
      };
      this.child.once('error', (error) => {
        end(error.message);
        fail();
        if (this.child.pid === undefined) close();
      });
      this.child.once('exit', (code, signal) => {
        end(signal ? `signal ${signal}` : `exit code ${code}`);
        // Something that it started outside of its group may hold its output open for ever.
        limit = setTimeout(close, LEFT_OPEN_MS);
      });
      this.child.once('close', close);
    });
    this.ready = this.ask({ kind: 'init', init: { host, rootPid } });
  }

  observe: BenchHost['observe'] = (request) => this.call('observe', request);
  ceiling: BenchHost['ceiling'] = (request) => this.call('ceiling', request);
  serialPass: BenchHost['serialPass'] = (request) => this.call('serialPass', request);
  look: ModuleHost['look'] = (request) => this.call('look', request);
  suite: ModuleHost['suite'] = (request) => this.call('suite', request);

  async overdue(afterMs: number): Promise<OverdueError | undefined> {
    return this.exit === undefined ? this.stages.overdue(afterMs) : undefined;
  }

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

  private async call<T>(method: BenchMethod, request: CallRequest): Promise<T> {
    this.printed.begin(request.visit ?? request.engine ?? method);
    this.quiet?.begin();
    this.stages.begin(aboutOf(method, request));
    try {
      return (await this.ask({ kind: 'call', method, request })) as T;
    } finally {
      this.stages.end();
      this.quiet?.end();
    }
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
    this.stages.answered(undefined);
  }

  /** A stopped host could outlive this process where the system does not end it: there it is never held back. */
  private keeperOf(patience: Patience, watch: ForeignWatch | undefined): QuietKeeper | undefined {
    if (!watch || !dieWithParent()) return undefined;
    const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
      const { pid } = this.child;
      if (this.exit !== undefined || pid === undefined) return;
      process.kill(-pid, name);
      // What it starts may be in groups of its own; stopped itself, it starts no more.
      for (const group of groupsOf(pid)) if (group !== pid) signalGroup(group, name);
    };
    return new QuietKeeper(watch, patience, {
      stop: () => {
        this.stages.hold();
        signal('SIGSTOP');
      },
      go: (pause) => {
        this.stages.heldBack(pause.wallMs);
        this.send({ kind: 'paused', pause }, () => signal('SIGCONT'));
      },
    });
  }

  /** Nothing where it has ended. */
  private send(message: ToBenchHost, sent: () => void = () => undefined): void {
    if (this.exit === undefined) this.child.send(message, sent);
  }

  private ask(message: ToBenchHost): Promise<unknown> {
    if (this.exit !== undefined) return Promise.reject(this.endedError());
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.child.send(message);
    });
  }

  private endedError(): CorewiseError {
    if (this.lastWords === undefined)
      return new CorewiseError(this.story ?? `the bench host ended: ${this.exit}`);
    return new OutOfMemoryError(
      `the process ran out of memory (${this.exit}): ${heapIsFull(this.lastWords).replace(/\.?$/, '.')}${MORE_MEMORY}`,
    );
  }

  private read(stream: Readable | null, level: RunLogEntry['level']): void {
    const lines = new Lines((message) => {
      if (saysOutOfMemory(message)) this.lastWords = message;
      this.printed.add({ time: Date.now(), level, message });
    });
    stream?.on('data', (bytes: Uint8Array) => lines.write(bytes));
    stream?.once('end', () => lines.end());
  }

  private settle(message: Exclude<FromBenchHost, { kind: 'log' | 'running' }>): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (message.kind === 'threw') waiting?.reject(rebuildFailure(message.name, message.failure));
    else waiting?.resolve(message.kind === 'returned' ? message.value : undefined);
  }
}
