import type { Readable } from 'node:stream';
import { CorewiseError, OutOfMemoryError, OverdueError } from '../../../errors.js';
import {
  dieWithParent,
  type ForeignWatch,
  foreignWatch,
  NODE_THREADS,
  whyNoMoreThreads,
} from '../../../host/index.js';
import {
  heapIsFull,
  LEFT_OPEN_MS,
  Lines,
  MORE_MEMORY,
  meaningOf,
  saysOutOfMemory,
} from '../../../workers/engines/index.js';
import { within } from '../../../workers/session/index.js';
import { rebuildFailure } from '../failure.js';
import type { RunLogEntry } from '../run-log.js';
import { ChildStages } from './child-stages.js';
import { aboutOf, type CallRequest } from './doing.js';
import { HostProcess, type HostProcessOptions } from './host-process.js';
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

export interface ChildBenchHostOptions extends BenchHostInit, HostProcessOptions {
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
  const problem = whyNoMoreThreads(NODE_THREADS);
  if (problem !== undefined) throw new CorewiseError(`The bench host was not started. ${problem}`);
  const host = new ChildBenchHost(options);
  try {
    await within(host.ready, defaultLimits.loadMs, () => new OverdueError('The bench host did not start.'));
    return host;
  } catch (thrown) {
    await host.close();
    throw thrown;
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

class ChildBenchHost implements BenchHost, ModuleHost {
  readonly ready: Promise<unknown>;
  private readonly process: HostProcess;
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
    before,
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
    this.process = new HostProcess({ cpus, ...(before && { before }) }, this.stages.descriptor);
    const { child } = this.process;
    this.printed = new VisitLog(onLog);
    this.read(child.stdout, 'info');
    this.read(child.stderr, 'warn');
    child.on('message', (message: FromBenchHost) => {
      if (message.kind === 'log') onLog(message.entry);
      else if (message.kind === 'running') this.stages.answered(message.running);
      else this.settle(message);
    });
    this.ended = new Promise((resolve) => {
      const end = (exit: string, signal?: NodeJS.Signals | null) => {
        this.exit ??= exit;
        const meaning = meaningOf(signal);
        this.story ??= `${this.stages.ending(exit)}${meaning && `.${meaning}`}`;
        this.process.ended();
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
        // Held open by something that is not ours, they would keep this process from its end.
        child.stdout?.destroy();
        child.stderr?.destroy();
        this.printed.end();
        fail();
        this.stages.release();
        resolve();
      };
      child.once('error', (error) => {
        end(error.message);
        fail();
        if (child.pid === undefined) close();
      });
      child.once('exit', (code, signal) => {
        end(signal ? `signal ${signal}` : `exit code ${code}`, signal);
        // Something that it started outside of its group may hold its output open for ever.
        limit = setTimeout(close, LEFT_OPEN_MS);
      });
      child.once('close', close);
    });
    this.ready = this.ask({ kind: 'init', init: { host, rootPid }, diesWithParent: dieWithParent() });
  }

  observe: BenchHost['observe'] = (request) => this.call('observe', request);
  ceiling: BenchHost['ceiling'] = (request) => this.call('ceiling', request);
  serialPass: BenchHost['serialPass'] = (request) => this.call('serialPass', request);
  look: ModuleHost['look'] = (request) => this.call('look', request);
  suite: ModuleHost['suite'] = (request) => this.call('suite', request);

  async overdue(afterMs: number): Promise<OverdueError | undefined> {
    return this.exit === undefined ? this.stages.overdue(afterMs) : undefined;
  }

  async close(): Promise<void> {
    if (this.exit === undefined) this.process.kill();
    await this.ended;
  }

  private async call<T>(method: BenchMethod, request: CallRequest): Promise<T> {
    this.printed.begin(request.visit ?? request.engine ?? method);
    this.quiet?.begin();
    this.stages.begin(aboutOf(method, request), request.limitMs);
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
      if (this.exit === undefined) this.process.signal(name);
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
  private send(message: ToBenchHost, sent?: () => void): void {
    if (this.exit === undefined) this.process.send(message, sent);
  }

  private ask(message: ToBenchHost): Promise<unknown> {
    if (this.exit !== undefined) return Promise.reject(this.endedError());
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.process.send(message);
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
