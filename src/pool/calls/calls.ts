import { UsageError, type WorkerLostError } from '../../errors.js';
import { shown } from '../../read-options.js';
import { type Call, type Chunk, type ChunkResult, isFailure } from '../../workers/session/index.js';
import { awaitedResults, noFunctionName } from '../habits.js';
import { CallGroup } from '../queue/slot.js';
import { consumeCall } from './consume.js';
import { Consumers } from './consumers.js';
import { ImapResults } from './imap.js';
import { mapCall } from './map.js';
import {
  type CallOptions,
  type ConsumeOptions,
  type MapOptions,
  readCallOptions,
  readConsumeOptions,
  readMapOptions,
} from './options.js';
import type { PoolParts } from './running-calls.js';

/** How many items may be put for each worker before `put` waits. */
const CONSUMER_BACKLOG = 2;

const NOTHING: readonly never[] = Object.freeze([]);
export const NO_OPTIONS = Object.freeze({});

/** What a pool does when it is called: checks what it was given, and begins. */
export class Calls {
  /** By name: a call of it with a list of arguments. */
  private readonly functions: ReadonlyMap<string, Call>;
  /** Those that items may still be put to. */
  private readonly pushed = new Set<Consumers<unknown>>();

  constructor(
    private readonly parts: PoolParts,
    /** For calls that the end of the pool has caught. */
    private readonly terminatedError: () => WorkerLostError,
  ) {
    const { functions } = parts.session;
    this.functions = new Map(functions?.map((name) => [name, { name, spread: true }]));
  }

  /** Not an async function: its promise would be one more for each of very many calls. */
  apply(
    name: string,
    args: readonly unknown[] = NOTHING,
    options: CallOptions<never> = NO_OPTIONS,
  ): Promise<unknown> {
    try {
      return this.begun(name, args, options);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  map(
    caller: 'map' | 'starmap',
    name: string,
    items: unknown,
    options: MapOptions<never> = NO_OPTIONS,
  ): Promise<unknown[]> {
    const map = async () =>
      mapCall(this.parts, name, caller === 'starmap', items, this.begin(caller, name, options));
    return awaitedResults(map(), caller);
  }

  imap(
    caller: 'imap' | 'imapUnordered',
    name: string,
    items: unknown,
    options: MapOptions<never> = NO_OPTIONS,
  ): AsyncIterableIterator<unknown> {
    return new ImapResults(this.parts, caller, name, items, this.begin(caller, name, options));
  }

  consume(name: string, items: unknown, options: ConsumeOptions = NO_OPTIONS): Promise<unknown[]> {
    const consume = async () =>
      consumeCall(this.parts, name, items, this.beginConsumers('consume', name, options));
    return awaitedResults(consume(), 'consume');
  }

  consumers(name: string, options: ConsumeOptions = NO_OPTIONS): Consumers<unknown> {
    const read = this.beginConsumers('consumers', name, options);
    const consumers = new Consumers(this.parts.session.workers * CONSUMER_BACKLOG, (items) =>
      consumeCall(this.parts, name, items, { ...read, readsOn: false }).finally(() =>
        this.pushed.delete(consumers),
      ),
    );
    this.pushed.add(consumers);
    return consumers;
  }

  /** Nothing more is put to consumers. */
  closeConsumers(): void {
    for (const consumers of this.pushed) consumers.close();
  }

  private begun(name: string, args: readonly unknown[], options: CallOptions<never>): Promise<unknown> {
    this.check(name);
    if (!Array.isArray(args))
      throw new UsageError(
        `The arguments of ${name} are ${shown(args)}; they must be a list, such as apply('${name}', [1, 2]).`,
      );
    const { queue, calls } = this.parts;
    const call = this.functions.get(name)!;
    if (options === NO_OPTIONS) {
      queue.checkRoom();
      return this.runOne(this.chunkOf(call, args));
    }
    const { signal, cancel = false, transfer, taskTimeoutMs } = readCallOptions(options, 'apply');
    queue.checkRoom();
    const chunk = this.chunkOf(call, args, transfer?.(args as never), taskTimeoutMs);
    if (!signal) return this.runOne(chunk);
    const group = new CallGroup();
    const abandon = () => queue.abandon(group, cancel);
    return calls.run(() => this.runOne(chunk, group), { signal, abandon });
  }

  /** Of one call. No spreads: in the path of each of very many calls they cost more than the rest of it. */
  private chunkOf(
    call: Call,
    args: readonly unknown[],
    transfer?: readonly unknown[],
    limit?: number,
  ): Chunk {
    const limited = this.limited(limit);
    if (limited) return { first: 0, tasks: [args], call, ...(transfer && { transfer }), ...limited };
    return transfer ? { first: 0, tasks: [args], call, transfer } : { first: 0, tasks: [args], call };
  }

  private begin(caller: string, name: string, options: MapOptions<never>): MapOptions {
    this.check(name);
    const read = readMapOptions(options, caller);
    this.parts.queue.checkRoom();
    // Not copied, so that it inherits nothing.
    return Object.assign(read, this.limited(read.taskTimeoutMs)) as MapOptions;
  }

  private beginConsumers(caller: string, name: string, options: ConsumeOptions): ConsumeOptions {
    this.check(name);
    const read = readConsumeOptions(options, caller);
    this.parts.queue.checkRoom();
    return Object.assign(read, this.limited(read.taskTimeoutMs));
  }

  /** The time that a task has; nothing where it has as long as it likes. */
  private limited(given?: number): { taskTimeoutMs: number } | undefined {
    const taskTimeoutMs = this.parts.taskTimeoutMs(given);
    return taskTimeoutMs === undefined ? undefined : { taskTimeoutMs };
  }

  /** @throws UsageError where the pool takes no more calls, or has no such function. */
  private check(name: string): void {
    this.parts.checkOpen();
    if (!this.functions.has(name)) throw noFunctionName(name, [...this.functions.keys()]);
  }

  /** For the chunk of one task. */
  private runOne(chunk: Chunk, group?: CallGroup): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (result: ChunkResult | undefined) => {
        const outcome = result?.outcomes[0];
        if (!outcome) reject(this.terminatedError());
        else if (isFailure(outcome)) reject(this.parts.values.errorOf(outcome, chunk.call!.name));
        else resolve(outcome.value);
      };
      this.parts.queue.submit(chunk, settle, group);
    });
  }
}
