import type { Log } from '../../../scenario/index.js';
import { type CurrentWorker, runAsWorker, runsHere } from '../../current/index.js';
import {
  type Chunk,
  type ChunkResult,
  monotonicMs,
  type Outcome,
  type RunningChunk,
  type StreamOptions,
  type StreamResult,
  within,
} from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { type LoadLimits, loadLimits, notStarted, type Step } from '../load-limits.js';
import { failedTask } from '../outcomes.js';
import { importProgram, type Program } from '../worker/program.js';
import { type RanChunk, TaskLoop } from '../worker/task-loop.js';
import type { DeadlineFlag } from './deadline-flag.js';
import { consumeInline } from './stream.js';

/** What a slot needs to begin. */
export interface SlotSpec {
  spec: SessionSpec;
  /** What code in the slot is told; it reads its own stop flag through `stopped`. */
  worker: Omit<CurrentWorker, 'stopped'>;
  flag: DeadlineFlag;
  log: Log;
}

/** Runs what belongs to the worker so that it can tell where it runs. */
type InWorker = <T>(run: () => T) => T;

/** One worker on the caller's own thread: the loop of any other one, without messages; one chunk after another. */
export class InlineSlot {
  /** Chunks and consumers that it was given and that have not settled. */
  held = 0;
  private last: Promise<unknown> = Promise.resolve();
  /** Something of it runs now. */
  private runs = false;
  /** Chunks and consumers so far. */
  private begun = 0;
  private readonly lastBegun = () => this.loop.lastBegun;

  private constructor(
    readonly program: Program,
    private readonly loop: TaskLoop,
    private readonly inWorker: InWorker,
    private readonly place: { worker: number; engine: string },
    private readonly flag: DeadlineFlag,
    private readonly limits: LoadLimits,
    readonly startupMs: number,
  ) {}

  /** Resolves when the module is loaded and set up; rejects with what either throws, or where one awaits too long. */
  static async open({ spec, worker: told, flag, log }: SlotSpec): Promise<InlineSlot> {
    const requested = monotonicMs();
    let loop: TaskLoop | undefined;
    const { worker: number, workers, engine } = told;
    const worker: CurrentWorker = { ...told, stopped: () => (loop ? flag.raised(loop.current) : false) };
    // Scenarios are told by their context; what it costs to tell functions is not measured with them.
    const inWorker: InWorker = spec.functions ? (run) => runAsWorker(worker, run) : (run) => run();
    const limits = loadLimits(spec, engine);
    const inTime = <T>(step: Step, action: () => Promise<T>) =>
      within(inWorker(action), limits.of(step), (ms) => limits.overdue(step, number, ms)).catch((thrown) => {
        throw notStarted(thrown, number);
      });
    const program = await inTime('load', () => importProgram(spec));
    const sharesThread = workers > 1;
    loop = await inTime('setup', () =>
      TaskLoop.open({ program, params: spec.params, worker: number, stop: flag, log, sharesThread }),
    );
    const place = { worker: number, engine };
    return new InlineSlot(program, loop, inWorker, place, flag, limits, monotonicMs() - requested);
  }

  run(chunk: Chunk): Promise<ChunkResult> {
    const received = monotonicMs();
    const { first, tasks, call } = chunk;
    const run = () => {
      runsHere(this.lastBegun);
      return this.loop.run(first, tasks, call?.name, call?.spread);
    };
    this.held++;
    const result = this.last.then(async () => {
      this.begin();
      return this.resultOf(chunk, received, await this.inWorker(run));
    });
    this.last = result.then(() => undefined);
    return result;
  }

  stream(source: AsyncIterable<Chunk>, options: StreamOptions): Promise<StreamResult> {
    const { program, loop, place } = this;
    this.held++;
    const result = this.last
      .then(() => {
        this.begin();
        return this.inWorker(() => consumeInline({ program, loop, ...place }, source, options));
      })
      .finally(() => {
        this.runs = false;
        this.held--;
        this.flag.lower(options.index ?? place.worker);
      });
    this.last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** The task that runs, or of a consumer that there is one. */
  running(): RunningChunk[] {
    if (!this.runs) return [];
    return [{ worker: this.place.worker, id: this.begun, first: this.loop.current, tasks: 1 }];
  }

  /** Finishes what it holds, then tears down; rejects with what that throws, or where it awaits too long. */
  async close(): Promise<void> {
    await this.last;
    await within(
      this.inWorker(() => this.loop.close()),
      this.limits.of('teardown'),
      (ms) => this.limits.overdue('teardown', this.place.worker, ms),
    );
  }

  private begin(): void {
    this.runs = true;
    this.begun++;
  }

  private resultOf({ first }: Chunk, received: number, ran: RanChunk): ChunkResult {
    const { values, errors, ...times } = ran;
    const outcomes: Outcome[] = values.map((value, position) => ({ index: first + position, value }));
    for (const { position, thrown } of errors) {
      outcomes[position] = failedTask(first + position, this.place, thrown);
    }
    for (const { index } of outcomes) this.flag.lower(index);
    this.runs = false;
    this.held--;
    return { outcomes, telemetry: { worker: this.place.worker, received, ...times } };
  }
}
