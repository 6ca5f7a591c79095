import {
  CorewiseError,
  messageOf,
  OutOfMemoryError,
  type OverdueError,
  WorkerLostError,
} from '../../../../errors.js';
import { type Clock, monotonicClock, type RunningChunk, type WorkerUsage } from '../../../session/index.js';
import { type LoadLimits, notStarted, type Step } from '../../load-limits.js';
import { rebuildError } from '../../protocol/described-error.js';
import type { FromStream, FromWorker, RanBatch, RanMessage, ToWorker } from '../../protocol/messages.js';
import { describeEarlyExit, heldTooMuch, howItEnded } from './endings.js';
import type { StartWorker, WorkerExit, WorkerLink } from './link.js';

export interface SlotEvents {
  ran(message: RanMessage | RanBatch): void;
  stream(message: FromStream): void;
  log(message: Extract<FromWorker, { kind: 'log' }>): void;
  status(status: unknown): void;
  /** A message that had waited for the worker could not be carried. */
  refused(message: ToWorker, thrown: unknown): void;
  /** The worker ended although nobody asked it to. */
  lost(exit: WorkerExit): void;
  /** Its teardown took too long: the worker is ended. */
  unfinished(error: OverdueError): void;
}

/** One place among the workers: the worker that lives there now, from its start to its end. */
export class WorkerSlot {
  /** Request to ready, ms. */
  startupMs = 0;
  /** What its module exports that can be called; only for functions. */
  functions: readonly string[] | undefined;
  private link: WorkerLink | undefined;
  /** The last worker said that it cannot start: its module or its `setup` threw. */
  hasRefused = false;
  private asked = false;
  /** Since when the worker that lives here is ready, ms of the clock; undefined while it is not. */
  readySince: number | undefined;
  private isHeld = true;
  /** What was posted to a worker that is not ready yet. */
  private backlog: { message: ToWorker; transfer: readonly unknown[] | undefined }[] = [];
  private ended: Promise<WorkerExit> = Promise.resolve({ code: 0, signal: null });
  private usageWanted: ((usage: WorkerUsage) => void)[] = [];
  /** The uncaught error that ends the worker, where it could still tell. */
  private died: Pick<WorkerExit, 'error' | 'stray'> | undefined;
  /** What it is ended for: a task that took too long. */
  private overdue: OverdueError | undefined;
  /** Of the step that its start is in. */
  private limit: NodeJS.Timeout | undefined;

  constructor(
    readonly worker: number,
    private readonly start: StartWorker,
    private readonly events: SlotEvents,
    private readonly limits: LoadLimits,
    private readonly clock: Clock = monotonicClock,
  ) {}

  /**
   * Resolves when the worker is ready; rejects with what its module or its `setup` threw, or with OverdueError where
   * one of them took too long: then the worker is ended.
   */
  open(): Promise<void> {
    const requested = this.clock.now();
    this.asked = false;
    this.hasRefused = false;
    this.died = undefined;
    this.overdue = undefined;
    return new Promise<void>((ready, refuse) => {
      const enter = (step: Step) =>
        this.allow(step, (error) => {
          this.asked = true;
          this.hasRefused = true;
          refuse(error);
        });
      enter('load');
      this.ended = new Promise((ended) => {
        try {
          this.link = this.start(this.worker, {
            message: (message) => {
              if (Array.isArray(message)) this.events.ran(message);
              else if (message.kind === 'loaded') enter('setup');
              else if (message.kind === 'ready') {
                clearTimeout(this.limit);
                this.readySince = this.clock.now();
                this.startupMs = this.readySince - requested;
                this.functions = message.functions;
                if (!this.isHeld && !this.asked) this.link?.unref();
                this.postBacklog();
                ready();
              } else if (message.kind === 'refused') {
                this.asked = true;
                this.hasRefused = true;
                refuse(notStarted(rebuildError(message.error), this.worker));
              } else this.control(message);
            },
            exit: (exit) => {
              clearTimeout(this.limit);
              const wasReady = this.isReady;
              // What it said itself comes before what its channel said when it was gone.
              const told = { ...exit, ...this.died, ...(this.overdue && { error: this.overdue }) };
              this.link = undefined;
              this.readySince = undefined;
              this.backlog = [];
              this.answerUsage({ worker: this.worker, cpuMs: 0 });
              ended(told);
              if (!wasReady) refuse(this.neverReady(told));
              else if (!this.asked) this.events.lost(told);
            },
          });
        } catch (thrown) {
          // Nothing was started: what the worker was to get cannot be sent.
          clearTimeout(this.limit);
          ended({ code: null, signal: null, error: thrown });
          refuse(thrown);
        }
      });
    });
  }

  /** Ends the worker where it does not get on to the next step in time. */
  private allow(step: Step, late: (error: OverdueError) => void): void {
    clearTimeout(this.limit);
    const ms = this.limits.of(step);
    if (ms === undefined) return;
    this.limit = setTimeout(() => {
      late(this.limits.overdue(step, this.worker, ms));
      this.link?.kill();
    }, ms);
  }

  private get isReady(): boolean {
    return this.readySince !== undefined;
  }

  /** Whether a worker lives here, ready or not. */
  get isInhabited(): boolean {
    return this.link !== undefined;
  }

  /** Throws where the message cannot be carried; what comes before the worker is ready waits for it. */
  post(message: ToWorker, transfer?: readonly unknown[]): void {
    if (this.readySince !== undefined) this.link?.post(message, transfer);
    else this.backlog.push({ message, transfer });
  }

  private postBacklog(): void {
    for (const { message, transfer } of this.backlog.splice(0)) {
      try {
        this.post(message, transfer);
      } catch (thrown) {
        this.events.refused(message, thrown);
      }
    }
  }

  /** Whether the worker keeps this process running, now and after it was replaced. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (isHeld) this.link?.ref();
    // Whoever asked it to end waits for that.
    else if (this.isReady && !this.asked) this.link?.unref();
  }

  usage(live = false): Promise<WorkerUsage> {
    if (!this.isReady) return Promise.resolve({ worker: this.worker, cpuMs: 0 });
    return new Promise((resolve) => {
      this.usageWanted.push(resolve);
      if (this.usageWanted.length === 1) this.post({ kind: 'usage', live });
    });
  }

  /** Lets the worker tear down and leave; ends it where it does not. */
  async close(): Promise<void> {
    if (!this.link) return;
    const wasAsked = this.asked;
    this.asked = true;
    this.link.ref();
    // Asked twice, it would tear down twice.
    if (!wasAsked) {
      this.allow('teardown', (error) => this.events.unfinished(error));
      this.post({ kind: 'close' });
    }
    await this.ended;
  }

  async kill(): Promise<void> {
    this.asked = true;
    this.link?.ref();
    this.link?.kill();
    await this.ended;
  }

  /** Ends the worker for a task that takes too long: it counts as lost. */
  endOverdue(error: OverdueError): void {
    if (this.asked || !this.isReady) return;
    this.overdue ??= error;
    this.link?.kill();
  }

  /** `begun`: what it was in the middle of, where that is known. */
  lostError(exit: WorkerExit, engine: string, begun?: RunningChunk): WorkerLostError {
    const text = `Worker ${this.worker} (${engine}) ${howItEnded(exit, begun)}`;
    const thrown = exit.overMemory ? new OutOfMemoryError(text) : exit.error;
    const cause = thrown === undefined ? undefined : { cause: thrown };
    return new WorkerLostError(text, this.worker, exit.code, exit.signal, cause);
  }

  private neverReady(exit: WorkerExit): unknown {
    const { error, overMemory } = exit;
    if (overMemory)
      return new OutOfMemoryError(`Worker ${this.worker} ${heldTooMuch(overMemory)}, before it was ready.`);
    return error === undefined
      ? new CorewiseError(`the worker ended before it was ready (${describeEarlyExit(exit)})`)
      : notStarted(error, this.worker);
  }

  private control(message: Exclude<FromWorker, RanMessage | RanBatch>): void {
    if (message.kind === 'usage') {
      const { kind: _, ...usage } = message;
      this.answerUsage({ worker: this.worker, ...usage });
    } else if (message.kind === 'log') this.events.log(message);
    else if (message.kind === 'status') this.events.status(message.status);
    else if (message.kind === 'died') this.dies(message);
    else if (message.kind === 'closed' && message.error) {
      const text = `teardown failed: ${messageOf(rebuildError(message.error))}`;
      this.events.log({ kind: 'log', level: 'error', message: text, time: Date.now() });
    } else if (message.kind === 'used' || message.kind === 'consumed') this.events.stream(message);
  }

  private dies({ error, after }: Extract<FromWorker, { kind: 'died' }>): void {
    const thrown = rebuildError(error);
    this.died = { error: thrown, stray: after === undefined ? {} : { after } };
    if (!this.asked) return;
    const message = `an error that no task caught, while the worker was closing: ${messageOf(thrown)}`;
    this.events.log({ kind: 'log', level: 'error', message, time: Date.now() });
  }

  private answerUsage(usage: WorkerUsage): void {
    for (const resolve of this.usageWanted.splice(0)) resolve(usage);
  }
}
