import { openSync } from 'node:fs';
import { serialize } from 'node:v8';
import { isMainThread, threadId } from 'node:worker_threads';
import { CorewiseError, messageOf } from '../../../errors.js';
import type { Log } from '../../../scenario/index.js';
import { setCurrentWorker } from '../../current/index.js';
import { monotonicMs } from '../../session/index.js';
import { workerName } from '../engine.js';
import { type BegunCell, begunCellBytes, fileBegunCell, memoryBegunCell } from '../protocol/begun-cells.js';
import { type DescribedError, describeError, isSmall } from '../protocol/described-error.js';
import type { DescribedErrors } from '../protocol/messages.js';
import { fileStopReader, memoryStopFlag, STOP_FLAG_BYTES, type StopReader } from '../protocol/stop-flag.js';
import { captureOutput } from '../worker/output/captured-output.js';
import { importProgram, type Program } from '../worker/program.js';
import { type RanChunk, TaskLoop } from '../worker/task-loop.js';
import { type OwnUsage, usageReader } from '../worker/usage.js';
import { enterLane, type OwnLane, takeLane } from './lanes.js';
import type {
  ChunkAnswer,
  ChunkMessage,
  HostedInit,
  HostedMessage,
  Question,
  QuestionAnswer,
} from './protocol.js';
import { WhatWasSaid } from './said.js';

/** What the pool calls with each message. */
export type Handle = (message: HostedMessage) => unknown;

/** How an answer goes back with what of it moves, in the pool's own way. */
export type Moving = (answer: ChunkAnswer, moved: readonly unknown[]) => unknown;

interface Place extends OwnLane {
  stop: StopReader;
  begunCell: BegunCell;
}

/**
 * The worker's end under another package's pool: the same program and the same loop as in our own workers. Resolves
 * when the module is loaded and set up; where that fails, every message is answered with why.
 */
export async function openHosted(hosted: HostedInit, loadMoving?: () => Promise<Moving>): Promise<Handle> {
  const { init } = hosted;
  const place = placeOf(hosted);
  const { lane, stop } = place;
  const said = new WhatWasSaid();
  captureOutput((level, message) => said.log(level, message));
  const log = logTo(said);
  let loop: TaskLoop | undefined;
  // Some pools let a worker die of a result that they cannot send, and tell nobody why.
  process.on('uncaughtExceptionMonitor', (thrown: unknown) => {
    if (/could not be cloned|unserializable/i.test(messageOf(thrown))) place.failsToSend();
  });
  setCurrentWorker({
    worker: lane,
    workers: init.workers,
    engine: init.engine,
    name: workerName({ ...init, worker: lane }),
    cpuShare: init.cpuShare,
    log,
    stopped: () => (loop ? stop.raised(loop.current) : false),
    status: (status) => said.add({ status }),
  });
  try {
    const pinned = await pin(init.pins?.[lane]);
    const program = await importProgram(init);
    place.loaded();
    loop = await TaskLoop.open({ program, params: init.params, worker: lane, stop, log });
    const moving = program.transferables && (await loadMoving?.());
    const worker = new HostedWorker(place, loop, program, usageReader(pinned), said, moving);
    return (message) => worker.handle(message);
  } catch (thrown) {
    const refused = described(thrown);
    return (): QuestionAnswer => ({ lane, refused, ...said.take() });
  }
}

function placeOf({ init, shared }: HostedInit): Place {
  if ('path' in shared) {
    const descriptor = openSync(shared.path, 'r+');
    const lane = Number(process.env.TINYPOOL_WORKER_ID) - 1;
    const cells = STOP_FLAG_BYTES + begunCellBytes(init.workers);
    return {
      ...enterLane(descriptor, cells, lane, process.pid),
      stop: fileStopReader(descriptor),
      begunCell: fileBegunCell(descriptor, STOP_FLAG_BYTES, lane),
    };
  }
  const own = takeLane(shared.lanes, threadId);
  if (!own) throw new CorewiseError(`${init.engine} started more workers than it was asked for.`);
  return {
    ...own,
    stop: memoryStopFlag(shared.stopFlag),
    begunCell: memoryBegunCell(shared.begunCells, own.lane),
  };
}

async function pin(cpu: number | undefined): Promise<number | undefined> {
  if (cpu === undefined) return undefined;
  const { pinThisThread } = await import('../worker/pin-thread.js');
  return pinThisThread(cpu) ? cpu : undefined;
}

function logTo(said: WhatWasSaid): Log {
  const at = (level: keyof Log) => (message: string) => said.log(level, String(message));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

class HostedWorker {
  /** Settles when the chunk does that an asynchronous task holds up; the next ones wait for it. */
  private busy: Promise<unknown> | undefined;
  private closed: Promise<QuestionAnswer> | undefined;

  constructor(
    private readonly place: Place,
    private readonly loop: TaskLoop,
    private readonly program: Program,
    private readonly readUsage: (live?: boolean) => OwnUsage,
    private readonly said: WhatWasSaid,
    private readonly moving: Moving | undefined,
  ) {}

  handle(message: HostedMessage): unknown {
    if (typeof message === 'string') return this.answer(message);
    const received = monotonicMs();
    if (!this.busy) return this.run(message, received);
    return this.inTurn(this.busy.then(() => this.run(message, received)));
  }

  private answer(question: Question): QuestionAnswer | Promise<QuestionAnswer> {
    const { lane } = this.place;
    if (question === 'bye') {
      this.closed ??= this.close();
      return this.closed;
    }
    const usage = question === 'hello' ? undefined : this.readUsage(question === 'live');
    return { lane, ...(usage && { usage }), ...this.said.take() };
  }

  private run([id, first, tasks]: ChunkMessage, received: number): unknown {
    this.place.begunCell.began(id);
    const ran = this.loop.run(first, tasks);
    if (!(ran instanceof Promise)) return this.answered(ran, received);
    return this.inTurn(ran.then((chunk) => this.answered(chunk, received)));
  }

  private inTurn<T>(answer: Promise<T>): Promise<T> {
    this.busy = answer;
    const over = () => {
      if (this.busy === answer) this.busy = undefined;
    };
    answer.then(over, over);
    return answer;
  }

  private answered(
    { values, errors, started, finished, cpuNs, waitNs }: RanChunk,
    received: number,
  ): unknown {
    const listed: DescribedErrors =
      errors.length === 0 ? null : errors.map(({ position, thrown }) => [position, described(thrown)]);
    const answer: ChunkAnswer = [this.place.lane, values, listed, received, started, finished];
    const { said } = this.said.take();
    if (cpuNs !== undefined || said) answer.push(cpuNs, waitNs);
    if (said) answer.push(said);
    const { transferables } = this.program;
    if (!transferables || !this.moving) return answer;
    return this.moving(answer, [...new Set(values.flatMap((value) => [...transferables(value)]))]);
  }

  private async close(): Promise<QuestionAnswer> {
    const { lane } = this.place;
    try {
      await this.loop.close();
      return { lane, ...this.said.take() };
    } catch (thrown) {
      return { lane, failed: described(thrown), ...this.said.take() };
    }
  }
}

function described(thrown: unknown): DescribedError {
  return describeError(thrown, (value) => isSmall(value) && canCarry(value));
}

function canCarry(value: unknown): boolean {
  try {
    if (isMainThread) serialize(value);
    else structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
