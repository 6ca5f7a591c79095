import { randomUUID } from 'node:crypto';
import { CorewiseError, PoolBrokenError, UsageError, WorkerLostError } from '../../../errors.js';
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
import { LOAD_TIMEOUT_MS } from '../load-limits.js';
import { failAll } from '../outcomes.js';
import { listAgents, type Share } from './agents.js';
import { ChunkJobs, type HeldChunk } from './chunk-jobs.js';
import type { Connected } from './libraries.js';
import { Orders } from './orders.js';
import type { ClockOffset } from './redis-clock.js';
import { chunksOf, type Order, type SaidBy, sessionKey } from './wire.js';

interface Part extends Share {
  orders: Orders;
  /** Of its first worker among the session's. */
  firstLane: number;
  facts: HostPart;
  isGone: boolean;
}

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

/** The session says that it is there so often, and is forgotten after so long without, ms. */
const BEATS_MS = 2_000;
const FORGOTTEN_MS = 10_000;
/** An order that takes no time has not been answered after so long: nobody is there. */
const ANSWERS_WITHIN_MS = 5_000;

/** The session of workers on other machines: a chunk is a job, which the first free one of them takes. */
export class DistributedSession implements Session {
  readonly clock = monotonicClock;
  readonly startupMs: number[];
  private readonly id = randomUUID().slice(0, 8);
  private readonly events: SessionEmitter;
  private readonly parts: Part[] = [];
  private chunks!: ChunkJobs;
  private timer: NodeJS.Timeout | undefined;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;
  private ending: Promise<void> | undefined;

  private constructor(private readonly options: OpenDistributed) {
    this.events = new SessionEmitter(options.listeners);
    this.startupMs = new Array(options.spec.workers).fill(0);
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
    const { connected, engine, clock, shares, spec } = this.options;
    const requested = monotonicMs();
    await this.beat();
    const name = chunksOf(this.id);
    this.chunks = new ChunkJobs({
      ...{ engine, clock, workers: spec.workers },
      queue: connected.queue(name),
      said: (said) => this.tell(said),
    });
    this.chunks.listen(await connected.events(name));
    let firstLane = 0;
    for (const share of shares) {
      const { id, host, cores } = share.agent;
      this.parts.push({
        ...share,
        ...{ firstLane, isGone: false, orders: await Orders.to(id, this.id, connected) },
        facts: { host, cores, workers: share.workers, clockOffsetMs: 0, clockErrorMs: 0 },
      });
      firstLane += share.workers;
    }
    await Promise.all(this.parts.map((part) => this.openPart(part, requested)));
    this.timer = setInterval(() => void this.look().catch(() => undefined), BEATS_MS).unref();
  }

  private async openPart(part: Part, requested: number): Promise<void> {
    const { spec, hash, clock } = this.options;
    const { workers, firstLane } = part;
    // Code travels beside it, and pins are of CPUs of this machine.
    const { module: _, source: __, pins: ___, ...portable } = spec;
    const sent = { ...portable, module: '', workers };
    const limitMs = 3 * (spec.loadTimeoutMs ?? LOAD_TIMEOUT_MS);
    const order: Order = { kind: 'open', session: this.id, firstLane, spec: sent, hash };
    const report = await part.orders.ask(order, limitMs);
    if (report?.kind !== 'opened')
      throw new CorewiseError(`${part.agent.host} did not open its workers within the time for it.`);
    this.tell(report.said);
    part.facts.clockOffsetMs = clock.offsetMs - report.clockOffsetMs;
    part.facts.clockErrorMs = clock.errorMs + report.clockErrorMs;
    this.startupMs.fill(monotonicMs() - requested, firstLane, firstLane + workers);
  }

  get workers(): number {
    return this.options.spec.workers;
  }

  get capacity(): number {
    return this.chunks.capacity;
  }

  /** The machines that have a part in it. */
  get hosts(): readonly HostPart[] {
    return this.parts.map(({ facts }) => facts);
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
    this.tellAll({ kind: 'stopAfter', session: this.id, ms: 0 });
  }

  stopAfter(ms: number): void {
    this.tellAll({ kind: 'stopAfter', session: this.id, ms });
  }

  clearStop(): void {
    this.tellAll({ kind: 'clearStop', session: this.id });
  }

  async usage(worker?: number, live = false): Promise<WorkerUsage[]> {
    const all = this.startupMs.map((_, lane): WorkerUsage => ({ worker: lane, cpuMs: 0 }));
    const order: Order = { kind: 'usage', session: this.id, live };
    const reports = await Promise.all(this.there.map((part) => part.orders.ask(order, ANSWERS_WITHIN_MS)));
    for (const report of reports)
      if (report?.kind === 'usage') for (const one of report.usage) all[one.worker] = one;
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

  private get there(): Part[] {
    return this.parts.filter(({ isGone }) => !isGone);
  }

  private async beat(): Promise<void> {
    await this.options.connected.redis.set(sessionKey(this.id), '1', 'PX', FORGOTTEN_MS);
  }

  /** What a machine had that is gone goes to the others by itself; where none is left, nobody will do it. */
  private async look(): Promise<void> {
    await this.beat();
    const ids = new Set((await listAgents(this.options.connected.redis)).map(({ id }) => id));
    for (const part of this.there) {
      if (ids.has(part.agent.id)) continue;
      part.isGone = true;
      for (let lane = part.firstLane; lane < part.firstLane + part.workers; lane++) {
        const error = this.lostError(lane, `is gone with its machine ${part.agent.host}`);
        this.events.emit('lost', { worker: lane, exitCode: null, signal: null, error });
      }
    }
    if (this.there.length > 0 || this.broken) return;
    const last = this.lostError(0, 'was on the last machine that was left');
    const text = `No machine is left that runs the tasks: ${last.message}`;
    this.broken = new PoolBrokenError(text, this.workers, last);
    this.chunks.settleAll((held) => lostResult(held, this.broken!));
  }

  private lostError(worker: number, what: string): WorkerLostError {
    return new WorkerLostError(`Worker ${worker} (${this.options.engine}) ${what}.`, worker, null);
  }

  private tellAll(order: Order): void {
    for (const part of this.there) part.orders.ask(order, ANSWERS_WITHIN_MS).catch(() => undefined);
  }

  private tell(said: readonly SaidBy[]): void {
    for (const entry of said) this.events.emit('log', entry);
  }

  private async finish(): Promise<void> {
    await this.chunks.whenEmpty();
    const limitMs = this.options.spec.closeTimeoutMs ?? ANSWERS_WITHIN_MS;
    const order: Order = { kind: 'close', session: this.id };
    const reports = await Promise.allSettled(this.there.map((part) => part.orders.ask(order, limitMs)));
    for (const ended of reports)
      if (ended.status === 'fulfilled' && ended.value?.kind === 'done') this.tell(ended.value.said);
    await this.end();
  }

  private end(): Promise<void> {
    this.ending ??= this.leave();
    return this.ending;
  }

  private async leave(): Promise<void> {
    const { connected } = this.options;
    clearInterval(this.timer);
    await this.chunks?.clear().catch(() => undefined);
    await connected.redis.del(sessionKey(this.id)).catch(() => undefined);
    await connected.close();
  }
}

function lostResult({ chunk }: Pick<HeldChunk, 'chunk'>, error: WorkerLostError): ChunkResult {
  const now = monotonicMs();
  const telemetry = { worker: error.worker, received: now, started: now, finished: now };
  return { outcomes: failAll(chunk, error), telemetry };
}
