import { ProtocolError } from '../../../errors.js';
import { Fifo } from '../../session/index.js';
import type { BegunCell } from '../protocol/begun-cells.js';
import {
  type DescribedErrors,
  isOneRun,
  type RanMessage,
  type RunBatch,
  type RunMessage,
} from '../protocol/messages.js';
import { type Answer, readAnswer } from './answer.js';
import { taskLine } from './task-line.js';
import { shownLine, Utf8Lines } from './utf8-lines.js';

/** A chunk whose tasks were written and not all answered. */
interface OpenChunk {
  readonly id: number;
  readonly first: number;
  readonly tasks: number;
  readonly received: number;
  readonly values: unknown[];
  readonly errors: NonNullable<DescribedErrors>;
}

/** What some bytes of the worker come to. */
interface Heard {
  /** The worker said that it can begin. */
  ready?: true;
  /** The chunks that are answered now. */
  ran: RanMessage[];
  /** What the worker broke the protocol with; nothing that it says after that counts. */
  fault?: ProtocolError;
}

/**
 * Both sides' words with one worker that speaks JSON lines: `{"ready": true}` first, then one `{"result": …}` or
 * `{"error": …}` for each `{"task": …}`, in their order. Which answer belongs to which task is known by that order
 * alone, so that the first line that breaks it ends the conversation. Pure: times (ms) are given to it.
 */
export class Conversation {
  private readonly lines: Utf8Lines;
  private readonly open = new Fifo<OpenChunk>();
  private isReady = false;
  /** When the chunk that runs began to. */
  private started = 0;

  /** @param longestAnswer bytes of a line. */
  constructor(
    private readonly cell: BegunCell,
    longestAnswer?: number,
  ) {
    this.lines = new Utf8Lines(longestAnswer);
  }

  /** Outcome index of the task that the worker is at; undefined where it waits for one. */
  get task(): number | undefined {
    const chunk = this.open.peek();
    return chunk && chunk.first + chunk.values.length;
  }

  /** The beginning of a line that nothing ended. */
  get unended(): string | undefined {
    return this.lines.unended;
  }

  /**
   * The lines that carry the tasks of a message.
   *
   * @throws TypeError where JSON cannot carry one of them; then nothing is noted of the message.
   */
  tell(message: RunMessage | RunBatch, now: number): string {
    const [id] = message;
    const tasks = message[2];
    const text = tasks.map((task) => `${taskLine(task)}\n`).join('');
    const firsts = isOneRun(message) ? [message[1]] : message[1];
    const sizes = isOneRun(message) ? [tasks.length] : message[3];
    firsts.forEach((first, place) => {
      const chunk = { id: id + place, first, tasks: sizes ? sizes[place]! : 1, received: now };
      this.open.push({ ...chunk, values: [], errors: [] });
      if (this.open.length === 1) this.begin(now);
    });
    return text;
  }

  /** Chunks are settled by who called: a task that is sent for that was not sent when these bytes were written. */
  hear(bytes: Uint8Array, now: number): Heard {
    const heard: Heard = { ran: [] };
    try {
      for (const line of this.lines.write(bytes)) {
        const answer = this.read(line);
        if (answer.kind === 'ready') heard.ready = true;
        else {
          const ran = this.take(answer, line, now);
          if (ran) heard.ran.push(ran);
        }
      }
    } catch (thrown) {
      if (!(thrown instanceof ProtocolError)) throw thrown;
      heard.fault = thrown;
    }
    return heard;
  }

  private read(line: string): Answer {
    const answer = readAnswer(line);
    if (answer.kind !== 'ready' && !this.isReady)
      throw new ProtocolError(`its first line is ${shownLine(line)}, not {"ready": true}.`);
    if (answer.kind === 'ready' && this.isReady)
      throw new ProtocolError('it said {"ready": true} again: once is enough, before the first task.');
    this.isReady = true;
    return answer;
  }

  private take(
    answer: Exclude<Answer, { kind: 'ready' }>,
    line: string,
    now: number,
  ): RanMessage | undefined {
    const chunk = this.open.peek();
    if (!chunk)
      throw new ProtocolError(
        `it printed ${shownLine(line)} with no task left to answer: one answer per task.`,
      );
    if (answer.kind === 'error') {
      const described = { isError: true, name: 'Error', message: answer.message, fields: {} } as const;
      chunk.errors.push([chunk.values.length, described]);
    }
    chunk.values.push(answer.kind === 'result' ? answer.value : undefined);
    if (chunk.values.length < chunk.tasks) return undefined;
    this.open.shift();
    const { id, values, errors, received } = chunk;
    const times = [received, this.started, now] as const;
    this.begin(now);
    return [id, values, errors.length > 0 ? errors : null, ...times, undefined, undefined];
  }

  /** The next chunk is the one that the worker is at. */
  private begin(now: number): void {
    const chunk = this.open.peek();
    if (!chunk) return;
    this.started = now;
    this.cell.began(chunk.id);
  }
}
