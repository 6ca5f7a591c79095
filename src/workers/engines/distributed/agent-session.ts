import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../../errors.js';
import { hashModule, hashOfModule, plainModuleUrl, withMap } from '../../../scenario/loading/index.js';
import type { Session } from '../../session/index.js';
import { threads } from '../threads.js';
import type { BullWorker, Connected, Job } from './libraries.js';
import type { ClockOffset } from './redis-clock.js';
import {
  type ChunkDone,
  type ChunkJob,
  chunksOf,
  codeKey,
  decode,
  describeOutcomes,
  encode,
  type News,
  type Order,
  type Report,
  type SentModule,
  sessionKey,
} from './wire.js';

/** Where a module of this content lies here, once it came. */
const modules = new Map<string, Promise<string>>();

/** An agent's part of a session: threads of its own, fed from the session's queue. */
export class AgentSession {
  private worker: BullWorker | undefined;

  private constructor(
    readonly id: string,
    private readonly session: Session,
    private readonly firstLane: number,
    private readonly offset: ClockOffset,
    private readonly news: News,
  ) {}

  /** @throws UsageError where the code is not what its hash says, or needs other packages than are here. */
  static async open(
    order: Extract<Order, { kind: 'open' }>,
    connected: Connected,
    offset: ClockOffset,
  ): Promise<AgentSession> {
    const { hash, spec, firstLane } = order;
    const module = await moduleOf(hash, connected);
    const news: News = { said: [], lost: [] };
    const session = await threads.open({ ...spec, module }, undefined, {
      log: (entry) => news.said.push({ ...entry, worker: entry.worker + firstLane }),
      lost: ({ worker, exitCode, signal, error }) =>
        news.lost.push({ worker: worker + firstLane, exitCode, signal, message: error.message }),
    });
    const own = new AgentSession(order.session, session, firstLane, offset, news);
    own.worker = connected.worker(chunksOf(order.session), (job) => own.run(job), session.workers);
    await own.worker.waitUntilReady();
    return own;
  }

  opened(): Report {
    const { offsetMs, errorMs } = this.offset;
    return {
      kind: 'opened',
      startupMs: [...this.session.startupMs],
      clockOffsetMs: offsetMs,
      clockErrorMs: errorMs,
      news: this.take(),
    };
  }

  async usage(live: boolean): Promise<Report> {
    const usage = await this.session.usage(undefined, live);
    return { kind: 'usage', usage: usage.map((one) => ({ ...one, worker: one.worker + this.firstLane })) };
  }

  stopAfter(ms: number): void {
    this.session.stopAfter(ms);
  }

  clearStop(): void {
    this.session.clearStop();
  }

  /** Whether who opened it is still there. */
  async isWanted({ redis }: Connected): Promise<boolean> {
    return (await redis.get(sessionKey(this.id))) !== null;
  }

  /** Finishes the chunks that it has begun, unless it is forced, and takes no more. */
  async close(isForced = false): Promise<Report> {
    await this.worker?.close(isForced);
    await (isForced ? this.session.terminate() : this.session.close());
    return { kind: 'done', news: this.take() };
  }

  private async run(job: Job): Promise<string> {
    const [, first, tasks] = decode<ChunkJob>(job.data.sent);
    const { outcomes, telemetry } = await this.session.run({ first, tasks });
    const { offsetMs } = this.offset;
    const done: ChunkDone = {
      ...describeOutcomes(outcomes),
      telemetry: {
        ...telemetry,
        worker: telemetry.worker + this.firstLane,
        received: telemetry.received + offsetMs,
        started: telemetry.started + offsetMs,
        finished: telemetry.finished + offsetMs,
      },
      news: this.take(),
    };
    return encode(done);
  }

  private take(): News {
    const { said, lost } = this.news;
    return { said: said.splice(0), lost: lost.splice(0) };
  }
}

function moduleOf(hash: string, connected: Connected): Promise<string> {
  let module = modules.get(hash);
  if (!module) {
    module = fetchModule(hash, connected);
    modules.set(hash, module);
    module.catch(() => modules.delete(hash));
  }
  return module;
}

async function fetchModule(hash: string, connected: Connected): Promise<string> {
  const text = await connected.answered(connected.redis.get(codeKey(hash)));
  const sent = text === null ? undefined : (JSON.parse(text) as Omit<SentModule, 'hash'>);
  if (!sent || (await hashOfModule(sent)) !== hash)
    throw new UsageError(
      `This worker refuses the code that it was sent: it does not match its hash ${hash}.`,
    );
  // Here, so that the packages that it names are those of the folder that the worker was started in.
  const file = join(process.cwd(), `.corewise-${hash.slice(0, 16)}-${process.pid}.mjs`);
  try {
    writeFileSync(file, withMap(sent.code, sent.map));
    const { packages } = await hashModule(file);
    const others = sent.packages.filter((name) => !packages.includes(name));
    if (others.length > 0)
      throw new UsageError(
        `This worker refuses the code that it was sent: it needs ${others.join(', ')}, and this machine has ${packages.join(', ') || 'none'}.`,
      );
    return await plainModuleUrl(file);
  } finally {
    rmSync(file, { force: true });
  }
}
