import { CorewiseError } from '../../../errors.js';
import type { HostPart } from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { LOAD_TIMEOUT_MS } from '../load-limits.js';
import type { Share } from './agents.js';
import type { Connected } from './libraries.js';
import { Orders } from './orders.js';
import type { ClockOffset } from './redis-clock.js';
import type { News, Order, Report } from './wire.js';

/** An order that takes no time has not been answered after so long: nobody is there. */
const ANSWERS_WITHIN_MS = 5_000;

export interface Machine extends Share {
  orders: Orders;
  /** Of its first worker among the session's. */
  firstLane: number;
  facts: HostPart;
  isGone: boolean;
}

interface OpenOptions {
  spec: SessionSpec;
  /** Of the code, which lies in Redis under it. */
  hash: string;
  /** How this machine's clock stands to that of Redis. */
  clock: ClockOffset;
}

/** The machines that have a part in a session. */
export class Machines {
  private readonly all: Machine[] = [];

  constructor(
    private readonly session: string,
    private readonly connected: Connected,
  ) {}

  async add(shares: readonly Share[]): Promise<void> {
    let firstLane = 0;
    for (const share of shares) {
      const { id, host, cores } = share.agent;
      const facts = { host, cores, workers: share.workers, clockOffsetMs: 0, clockErrorMs: 0 };
      const orders = await Orders.to(id, this.session, this.connected);
      this.all.push({ ...share, orders, firstLane, facts, isGone: false });
      firstLane += share.workers;
    }
  }

  get facts(): HostPart[] {
    return this.all.map(({ facts }) => facts);
  }

  /** Those that are not gone. */
  get here(): Machine[] {
    return this.all.filter(({ isGone }) => !isGone);
  }

  /** Resolves when its workers are ready. Rejects with what it refuses with. */
  async open(machine: Machine, { spec, hash, clock }: OpenOptions): Promise<Report & { kind: 'opened' }> {
    const { workers, firstLane, facts, orders, agent } = machine;
    // Code travels beside it, and pins are of CPUs of this machine.
    const { module: _, source: __, pins: ___, ...portable } = spec;
    const sent = { ...portable, module: '', workers };
    const limitMs = 3 * (spec.loadTimeoutMs ?? LOAD_TIMEOUT_MS);
    const order: Order = { kind: 'open', session: this.session, firstLane, spec: sent, hash };
    const report = await orders.ask(order, limitMs);
    if (report?.kind !== 'opened') throw new CorewiseError(`${agent.host} did not open its workers in time.`);
    facts.clockOffsetMs = clock.offsetMs - report.clockOffsetMs;
    facts.clockErrorMs = clock.errorMs + report.clockErrorMs;
    return report;
  }

  /** What each answers that is not gone, in time. Rejects with what one refuses with. */
  async ask(order: Order): Promise<Report[]> {
    const answers = await Promise.all(this.here.map(({ orders }) => orders.ask(order, ANSWERS_WITHIN_MS)));
    return answers.flatMap((report) => report ?? []);
  }

  /** Resolves with what became of their workers, once each has ended them or `limitMs` are over. */
  async close(limitMs = ANSWERS_WITHIN_MS): Promise<News[]> {
    const order: Order = { kind: 'close', session: this.session };
    const closed = await Promise.allSettled(this.here.map(({ orders }) => orders.ask(order, limitMs)));
    return closed.flatMap((one) =>
      one.status === 'fulfilled' && one.value?.kind === 'done' ? [one.value.news] : [],
    );
  }

  /** Those that are gone by now, of which that was not known: `ids` are all that are there. */
  drop(ids: ReadonlySet<string>): Machine[] {
    const gone = this.here.filter(({ agent }) => !ids.has(agent.id));
    for (const machine of gone) machine.isGone = true;
    return gone;
  }
}
