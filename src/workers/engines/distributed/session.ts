import { randomUUID } from 'node:crypto';
import { PoolBrokenError, UsageError, WorkerLostError } from '../../../errors.js';
import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  closedError,
  type HostPart,
  monotonicClock,
  monotonicMs,
  type Session,
  SessionEmitter,
  type SessionEvents,
  type WorkerUsage,
} from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { failAll } from '../outcomes.js';
import { listAgents, type Share } from './agents.js';
import { ChunkJobs, type HeldChunk } from './chunk-jobs.js';
import type { Connected } from './libraries.js';
import { Lifeline } from './lifeline.js';
import { type Machine, Machines } from './machines.js';
import type { ClockOffset } from './redis-clock.js';
import { chunksOf, type News, type Order, sessionKey } from './wire.js';

export interface OpenDistributed {
  engine: string;
  spec: SessionSpec;
  /** Of the code, which lies in Redis under it. */
  hash: string;
  shares: readonly Share[];
  connected: Connected;
  /** How this machine's clock stands to that of Redis. */
  clock: ClockOffset;
  listeners: Partial<SessionEvents> | undefined;
}

/** The session of workers on other machines: a chunk is a job, which the first free one of them takes. */
export class DistributedSession implements Session {
  readonly clock = monotonicClock;
  readonly startupMs: number[];
  private readonly id = randomUUID().slice(0, 8);
  private readonly events: SessionEmitter;
  private readonly machines: Machines;
  private chunks!: ChunkJobs;
  private readonly lifeline: Lifeline;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;
  private ending: Promise<void> | undefined;

  private constructor(private readonly options: OpenDistributed) {
    this.events = new SessionEmitter(options.listeners);
    this.startupMs = new Array(options.spec.workers).fill(0);
    this.machines = new Machines(this.id, options.connected);
    this.lifeline = new Lifeline({
      session: this.id,
      connected: options.connected,
      look: () => this.look(),
      cut: (why) => {
        this.machines.drop(new Set());
        this.break(why, this.lostError(0, 'is out of reach'));
      },
    });
  }

  static async open(options: OpenDistributed): Promise<DistributedSession> {
    const session = new DistributedSession(options);
    try {
      await session.start();
      return session;
    } catch (thrown) {
      await session.end();
      throw thrown;
    }
  }

  private async start(): Promise<void> {
    const { connected, engine, clock, shares, spec, hash } = this.options;
    const requested = monotonicMs();
    await this.lifeline.begin();
    const name = chunksOf(this.id);
    this.chunks = new ChunkJobs({
      ...{ engine, clock, workers: spec.workers },
      queue: connected.queue(name),
      tell: (news) => this.tell(news),
    });
    this.chunks.listen(await connected.events(name));
    await this.machines.add(shares);
    const open = async (machine: Machine) => {
      const { news } = await this.machines.open(machine, { spec, hash, clock });
      const { firstLane, workers } = machine;
      this.startupMs.fill(monotonicMs() - requested, firstLane, firstLane + workers);
      this.tell(news);
    };
    await Promise.all(this.machines.here.map(open));
  }

  get workers(): number {
    return this.options.spec.workers;
  }

  get capacity(): number {
    return this.chunks.capacity;
  }

  /** The machines that have a part in it. */
  get hosts(): readonly HostPart[] {
    return this.machines.facts;
  }

  run(chunk: Chunk): Promise<ChunkResult> {
    return new Promise((settled, refused) => this.submit(chunk, { settled, refused }));
  }

  submit(chunk: Chunk, receiver: ChunkReceiver): void {
    const { broken } = this;
    if (this.closing) queueMicrotask(() => receiver.refused(closedError(), chunk));
    else if (broken) queueMicrotask(() => receiver.settled(lostResult({ chunk }, broken), chunk));
    else this.chunks.take(chunk, receiver);
  }

  /** A task cannot be stopped by itself: what runs is on another machine. */
  stop(): void {
    this.order({ kind: 'stopAfter', session: this.id, ms: 0 });
  }

  stopAfter(ms: number): void {
    this.order({ kind: 'stopAfter', session: this.id, ms });
  }

  clearStop(): void {
    this.order({ kind: 'clearStop', session: this.id });
  }

  async usage(worker?: number, live = false): Promise<WorkerUsage[]> {
    const all = this.startupMs.map((_, lane): WorkerUsage => ({ worker: lane, cpuMs: 0 }));
    for (const report of await this.machines.ask({ kind: 'usage', session: this.id, live }))
      if (report.kind === 'usage') for (const one of report.usage) all[one.worker] = one;
    return worker === undefined ? all : [all[worker]!];
  }

  replace(): Promise<void> {
    return Promise.reject(new UsageError('A worker on another machine is replaced there.'));
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.events.on(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  async terminate(): Promise<void> {
    this.closing ??= Promise.resolve();
    this.chunks?.settleAll((held) => lostResult(held, this.lostError(0, 'was ended with its session')));
    await this.end();
  }

  /** What a machine had that is gone goes to the others by itself; where none is left, nobody will do it. */
  private async look(): Promise<void> {
    const ids = new Set((await listAgents(this.options.connected.redis)).map(({ id }) => id));
    for (const { agent, firstLane, workers } of this.machines.drop(ids))
      for (let lane = firstLane; lane < firstLane + workers; lane++) {
        const error = this.lostError(lane, `is gone with its machine ${agent.host}`);
        this.events.emit('lost', { worker: lane, exitCode: null, signal: null, error });
      }
    if (this.machines.here.length > 0 || this.broken) return;
    const last = this.lostError(0, 'was on the last machine that was left');
    this.break(`No machine is left to run the tasks: ${last.message}`, last);
  }

  private break(text: string, last: WorkerLostError): void {
    const broken = new PoolBrokenError(text, this.workers, last);
    this.broken = broken;
    this.chunks?.settleAll((held) => lostResult(held, broken));
  }

  private lostError(worker: number, what: string): WorkerLostError {
    return new WorkerLostError(`Worker ${worker} (${this.options.engine}) ${what}.`, worker, null);
  }

  private order(order: Order): void {
    this.machines.ask(order).catch(() => undefined);
  }

  private tell({ said, lost }: News): void {
    for (const entry of said) this.events.emit('log', entry);
    for (const { worker, exitCode, signal, message } of lost) {
      const error = new WorkerLostError(message, worker, exitCode, signal);
      this.events.emit('lost', { worker, exitCode, signal, error });
    }
  }

  private async finish(): Promise<void> {
    await this.chunks.whenEmpty();
    for (const news of await this.machines.close(this.options.spec.closeTimeoutMs)) this.tell(news);
    await this.end();
  }

  private end(): Promise<void> {
    this.ending ??= this.leave();
    return this.ending;
  }

  private async leave(): Promise<void> {
    const { connected } = this.options;
    this.lifeline.end();
    if (connected.isThere) {
      const gone = [this.chunks?.clear(), connected.redis.del(sessionKey(this.id))];
      await connected.answered(Promise.allSettled(gone)).catch(() => undefined);
    }
    await connected.close();
  }
}

function lostResult({ chunk }: Pick<HeldChunk, 'chunk'>, error: WorkerLostError): ChunkResult {
  const now = monotonicMs();
  const telemetry = { worker: error.worker, received: now, started: now, finished: now };
  return { outcomes: failAll(chunk, error), telemetry };
}
