import { UnavailableError, UsageError } from '../../../errors.js';
import { within } from '../../session/index.js';
import { loadPackage, whyMissing } from '../other-pools/find-package.js';

// Own shapes: of both packages, what is used here.

export interface Redis {
  /** `XX`: only where the key is there; null where it is not. */
  set(key: string, value: string, unit: 'PX', ms: number, only?: 'XX'): Promise<unknown>;
  get(key: string): Promise<string | null>;
  mget(keys: string[]): Promise<(string | null)[]>;
  del(...keys: string[]): Promise<unknown>;
  scan(
    cursor: string,
    match: 'MATCH',
    pattern: string,
    count: 'COUNT',
    most: number,
  ): Promise<[string, string[]]>;
  /** Seconds and microseconds. */
  time(): Promise<[string | number, string | number]>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
  connect(): Promise<void>;
  disconnect(): void;
  readonly status: string;
}

export interface Job {
  id?: string;
  data: { sent: string };
}

export interface JobOptions {
  jobId?: string;
  removeOnComplete: true;
  removeOnFail: true;
}

export interface Queue {
  add(name: string, data: Job['data'], options: JobOptions): Promise<Job>;
  addBulk(jobs: { name: string; data: Job['data']; opts: JobOptions }[]): Promise<Job[]>;
  obliterate(options: { force: true }): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface QueueEvents {
  on(event: 'completed', listener: (args: { jobId: string; returnvalue: unknown }) => void): unknown;
  on(event: 'failed', listener: (args: { jobId: string; failedReason: string }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

export interface BullWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  /** Waits for what runs, unless it is forced. */
  close(force?: boolean): Promise<void>;
}

interface Bullmq {
  Queue: new (name: string, options: object) => Queue;
  QueueEvents: new (name: string, options: object) => QueueEvents;
  Worker: new (name: string, processor: (job: Job) => Promise<unknown>, options: object) => BullWorker;
}

interface Ioredis {
  Redis: new (url: string, options: object) => Redis;
}

/** What a user installs to measure over several machines. */
export const whyNoBullmq = (): string | undefined => whyMissing('bullmq', 'ioredis');

/** How long Redis may take to answer where nothing else is waited for, ms. */
const ANSWERS_WITHIN_MS = 5_000;
/** How long what is closed may take to finish what it is at, once it was told to drop it, ms. */
const DROPPED_WITHIN_MS = 1_000;
/** What everything of ours in a Redis begins with. */
export const PREFIX = 'corewise';

/** Where Redis is, as `--redis` says it; it may hold a password, and is shown to nobody. */
export const REDIS_VARIABLE = 'REDIS_URL';

export function redisUrl(): string {
  const url = process.env[REDIS_VARIABLE];
  if (url === undefined || url === '')
    throw new UnavailableError(
      `bullmq needs a Redis: --redis redis://host:6379, or the same in ${REDIS_VARIABLE}.`,
    );
  checkRedisUrl(url);
  return url;
}

/** @throws UsageError that does not show the URL, where it is none of a Redis. */
export function checkRedisUrl(url: string): void {
  let protocol: string | undefined;
  try {
    ({ protocol } = new URL(url));
  } catch {
    // As one of another kind.
  }
  if (protocol === 'redis:' || protocol === 'rediss:') return;
  throw new UsageError(
    'the address of Redis is not valid; write redis://host:6379, or rediss://user:password@host:6380 with TLS',
  );
}

/** Where something has to be said of the connection. */
interface ConnectionListeners {
  failed?(error: Error): void;
  /** It is there again. */
  restored?(): void;
}

/** BullMQ on one Redis. Everything that is made of it is closed with it. */
export class Connected {
  private readonly opened: { close(isForced?: boolean): Promise<void> }[] = [];
  /** Why Redis is not there, since it was there last. */
  private lastError: Error | undefined;

  private constructor(
    private readonly bullmq: Bullmq,
    readonly redis: Redis,
    private readonly place: string,
    private readonly listeners: ConnectionListeners,
  ) {
    redis.on('error', this.failed);
    redis.on('ready', () => {
      if (this.lastError) listeners.restored?.();
      this.lastError = undefined;
    });
  }

  /** @throws UnavailableError where a package is missing or nothing answers there; the message has no password. */
  static async to(url: string, listeners: ConnectionListeners = {}): Promise<Connected> {
    const missing = whyNoBullmq();
    if (missing !== undefined) throw new UnavailableError(`${missing}.`);
    const { library: ioredis } = await loadPackage<Ioredis>('ioredis');
    const { library: bullmq } = await loadPackage<Bullmq>('bullmq');
    let isThere = false;
    const redis = new ioredis.Redis(url, {
      lazyConnect: true,
      connectTimeout: ANSWERS_WITHIN_MS,
      // BullMQ asks for that: its blocking calls are no failures.
      maxRetriesPerRequest: null,
      retryStrategy: (times: number) => (isThere ? Math.min(100 * times, 2_000) : null),
    });
    let last: Error | undefined;
    redis.on('error', (error) => {
      last = error;
    });
    try {
      await within(redis.connect(), ANSWERS_WITHIN_MS, () => new Error('no answer'));
      isThere = true;
    } catch (thrown) {
      // One that was refused has ended; to end it again would keep the program for seconds.
      if (redis.status === 'connecting') redis.disconnect();
      throw new UnavailableError(`Redis at ${placeOf(url)} cannot be reached: ${reasonOf(last ?? thrown)}.`);
    }
    return new Connected(bullmq, redis, placeOf(url), listeners);
  }

  /** Whether it answers now. */
  get isThere(): boolean {
    return this.redis.status === 'ready';
  }

  /**
   * What Redis answers. Calls wait for a connection that is lost, for ever.
   * @throws UnavailableError after `limitMs` without an answer.
   */
  answered<T>(call: Promise<T>, limitMs = ANSWERS_WITHIN_MS): Promise<T> {
    return within(call, limitMs, () => new UnavailableError(this.silence(limitMs)));
  }

  queue(name: string): Queue {
    return this.open(new this.bullmq.Queue(name, this.options));
  }

  /** Resolves once nothing that happens in the queue from now on is missed. */
  async events(name: string): Promise<QueueEvents> {
    const events = this.open(new this.bullmq.QueueEvents(name, this.options));
    await this.answered(events.waitUntilReady());
    return events;
  }

  worker(name: string, processor: (job: Job) => Promise<unknown>, concurrency: number): BullWorker {
    return this.open(new this.bullmq.Worker(name, processor, { ...this.options, ...LOCKS, concurrency }));
  }

  /** What was made first is closed last. Without Redis nothing is waited for that only Redis could answer. */
  async close(): Promise<void> {
    const isForced = !this.isThere;
    const closed = Promise.allSettled(this.opened.reverse().map((each) => each.close(isForced)));
    if (isForced) this.redis.disconnect();
    await within(closed, isForced ? DROPPED_WITHIN_MS : ANSWERS_WITHIN_MS, () => new Error('late')).catch(
      () => undefined,
    );
    this.redis.disconnect();
  }

  private readonly failed = (error: Error): void => {
    this.lastError = error;
    this.listeners.failed?.(error);
  };

  private silence(limitMs: number): string {
    const why = this.lastError ? `: ${reasonOf(this.lastError)}` : '';
    return `Redis at ${this.place} has not answered for ${limitMs / 1e3} s${why}.`;
  }

  private get options(): object {
    return { connection: this.redis, prefix: PREFIX };
  }

  private open<
    T extends {
      close(isForced?: boolean): Promise<void>;
      on(event: 'error', listener: (error: Error) => void): unknown;
    },
  >(one: T): T {
    one.on('error', this.failed);
    this.opened.push(one);
    return one;
  }
}

/**
 * A worker's main thread only feeds threads, so it renews its locks in time; one that is killed is noticed after these
 * five seconds, and what it had goes to another, however often.
 */
const LOCKS = { lockDuration: 5_000, stalledInterval: 5_000, maxStalledCount: 1_000_000 };

/** Host and port alone. */
function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '6379'}`;
}

/** What Redis says of a password repeats none; an address in it is that of the host. */
function reasonOf(thrown: unknown): string {
  const { message, code } = thrown as { message?: string; code?: string };
  return (message || code || 'it did not answer').replace(/\.$/, '');
}
