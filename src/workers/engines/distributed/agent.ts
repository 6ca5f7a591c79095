import { randomUUID } from 'node:crypto';
import { availableParallelism, hostname } from 'node:os';
import { messageOf, UsageError } from '../../../errors.js';
import { version } from '../../../own-package.js';
import { describeError } from '../protocol/described-error.js';
import { AgentSession } from './agent-session.js';
import { AGENT_BEATS_MS, AGENT_GONE_MS } from './agents.js';
import { Connected, type Job } from './libraries.js';
import { offsetTo } from './redis-clock.js';
import {
  type AgentFacts,
  agentKey,
  decode,
  encode,
  NO_NEWS,
  type Order,
  ordersOf,
  type Report,
} from './wire.js';

export interface AgentOptions {
  url: string;
  /** As reports call the machine; default: its host name. */
  name?: string;
  /** Threads of it that are used at most by one session; default: one for each CPU. */
  cores?: number;
  /** What it has to say of itself, a line each. */
  say?: (line: string) => void;
}

/** Sessions that may be opened, asked and closed at once. */
const ORDERS_AT_ONCE = 16;
/** How often it is looked whether sessions are still wanted, ms. */
const LOOK_MS = 3_000;

/** This machine's part in sessions of others: until it is closed. */
export class Agent {
  private readonly sessions = new Map<string, AgentSession>();
  private readonly timers: NodeJS.Timeout[] = [];
  private closing: Promise<void> | undefined;

  private constructor(
    readonly facts: AgentFacts,
    private readonly connected: Connected,
    private readonly say: (line: string) => void,
  ) {}

  /** Resolves when sessions can use it. Rejects with UnavailableError where Redis or a package is not there. */
  static async start({ url, name = hostname(), cores, say = () => undefined }: AgentOptions): Promise<Agent> {
    let failed = '';
    const connected = await Connected.to(url, {
      failed(error) {
        const text = messageOf(error);
        if (text !== failed) say(`Redis: ${text}`);
        failed = text;
      },
      restored() {
        say('Redis is back');
        failed = '';
      },
    });
    const facts = {
      ...{ id: randomUUID().slice(0, 8), host: name, version },
      cores: cores ?? availableParallelism(),
    };
    const agent = new Agent(facts, connected, say);
    const worker = connected.worker(ordersOf(facts.id), (job) => agent.obey(job), ORDERS_AT_ONCE);
    await worker.waitUntilReady();
    await agent.beat();
    agent.every(AGENT_BEATS_MS, () => agent.beat());
    agent.every(LOOK_MS, () => agent.dropUnwanted());
    return agent;
  }

  /** Finishes what its threads have begun, takes no more, and leaves. */
  close(): Promise<void> {
    this.closing ??= this.leave();
    return this.closing;
  }

  private async leave(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const { connected } = this;
    const signedOff = connected.isThere && connected.answered(connected.redis.del(agentKey(this.facts.id)));
    // Without Redis nobody would hear what is finished.
    const isForced = (await Promise.resolve(signedOff).catch(() => false)) === false;
    await Promise.allSettled([...this.sessions.values()].map((session) => session.close(isForced)));
    await this.connected.close();
  }

  private async beat(): Promise<void> {
    await this.connected.redis.set(agentKey(this.facts.id), JSON.stringify(this.facts), 'PX', AGENT_GONE_MS);
  }

  private every(ms: number, action: () => Promise<void>): void {
    const act = () => {
      // What is asked while Redis is away would all be asked at once when it is back.
      if (this.connected.isThere) void action().catch(() => undefined);
    };
    this.timers.push(setInterval(act, ms));
  }

  private async dropUnwanted(): Promise<void> {
    for (const session of [...this.sessions.values()]) {
      if (await session.isWanted(this.connected)) continue;
      this.sessions.delete(session.id);
      await session.close();
    }
  }

  private async obey(job: Job): Promise<string> {
    const order = decode<Order>(job.data.sent);
    try {
      return encode(await this.answer(order));
    } catch (thrown) {
      const refused: Report = { kind: 'refused', error: describeError(thrown, () => false) };
      return encode(refused);
    }
  }

  private async answer(order: Order): Promise<Report> {
    if (order.kind === 'open') return this.open(order);
    const session = this.sessions.get(order.session);
    if (!session) throw new UsageError(`${this.facts.host} has no such session any more.`);
    if (order.kind === 'usage') return session.usage(order.live);
    if (order.kind === 'stopAfter') session.stopAfter(order.ms);
    if (order.kind === 'clearStop') session.clearStop();
    if (order.kind !== 'close') return { kind: 'done', news: NO_NEWS };
    this.sessions.delete(order.session);
    return session.close();
  }

  private async open(order: Extract<Order, { kind: 'open' }>): Promise<Report> {
    const { redis } = this.connected;
    try {
      const session = await AgentSession.open(
        order,
        this.connected,
        await this.connected.answered(offsetTo(redis)),
      );
      this.sessions.set(order.session, session);
      return session.opened();
    } catch (thrown) {
      this.say(messageOf(thrown));
      throw thrown;
    }
  }
}
