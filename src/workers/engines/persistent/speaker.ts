import { CommandError, type ProtocolError } from '../../../errors.js';
import { TreeCounters } from '../../../host/index.js';
import type { CommandSpec } from '../../../scenario/index.js';
import { formatMs } from '../../../stats/index.js';
import { monotonicMs } from '../../session/index.js';
import type { FilledCommand } from '../command/fill.js';
import { type Guard, LEFT_OTHERS } from '../command/guard.js';
import { type MemoryBound, type ProgramEnd, RunningProgram } from '../command/program.js';
import { killedBySystem, lastWords, storyOf, whyUnstarted } from '../command/story.js';
import { tookTooMuch } from '../memory-limit.js';
import type { LinkListener, WorkerExit, WorkerLink } from '../message-fed/slots/link.js';
import type { BegunCell } from '../protocol/begun-cells.js';
import type { ToWorker } from '../protocol/messages.js';
import { Lines } from '../worker/output/lines.js';
import { Conversation } from './conversation.js';

interface SpeakerOptions {
  command: Pick<CommandSpec, 'cwd' | 'taskTimeoutMs'>;
  filled: FilledCommand;
  guard: Guard;
  /** `Worker 0 (persistent)`, for sentences. */
  name: string;
  /** The CPU that it was put on. */
  pinned?: number | undefined;
  /** What it may hold; undefined: what it likes. */
  memory?: MemoryBound | undefined;
  cell: BegunCell;
  listener: LinkListener;
}

/** One process that answers tasks as JSON lines, from its start to its end: the session's end of it. */
export class Speaker implements WorkerLink {
  private readonly conversation: Conversation;
  private readonly program: RunningProgram;
  private readonly counters: TreeCounters;
  private isReady = false;
  private isClosing = false;
  /** What it broke the protocol with, and in which task. */
  private broken: { fault: ProtocolError; inTask: string } | undefined;

  /** @throws what the system says of a command line that it cannot take. */
  constructor(private readonly options: SpeakerOptions) {
    const { command, filled, guard, cell, memory } = options;
    const words = new Lines((line) => this.log(line));
    this.conversation = new Conversation(cell);
    this.program = new RunningProgram(
      filled,
      {
        cwd: command.cwd,
        limitMs: command.taskTimeoutMs ?? Number.POSITIVE_INFINITY,
        memory,
        said: (part) => words.write(part),
        heard: (part) => this.hear(part),
      },
      guard,
    );
    this.program.count('no more');
    this.counters = new TreeCounters(this.program.pid);
    this.program.ended.then(
      (end) => {
        words.end();
        this.exit(end);
      },
      (thrown) => this.exitUnstarted(thrown),
    );
  }

  /** What it said last on standard error so far, as a sentence that follows others. */
  get lastWords(): string {
    return lastWords(this.program.stderr);
  }

  post(message: ToWorker): void {
    if (Array.isArray(message)) {
      const wasAtRest = this.conversation.task === undefined;
      this.program.tell(this.conversation.tell(message, monotonicMs()));
      if (wasAtRest) this.program.count('from now');
    } else if (message.kind === 'usage') this.answerUsage();
    else if (message.kind === 'close') {
      this.isClosing = true;
      this.program.endInput();
    } else throw new TypeError('its protocol has tasks, and no consumers');
  }

  kill(): void {
    void this.program.kill();
  }

  /** Sessions of commands are closed by who opened them: until then they keep this process running. */
  ref(): void {}
  unref(): void {}

  private hear(part: Uint8Array): void {
    if (this.broken) return;
    const { listener } = this.options;
    const before = this.conversation.task;
    const { ready, ran, fault } = this.conversation.hear(part, monotonicMs());
    const { task } = this.conversation;
    if (task !== before) this.program.count(task === undefined ? 'no more' : 'from now');
    if (fault) {
      this.broken = { fault, inTask: this.inTask };
      this.kill();
    }
    if (ready) {
      this.isReady = true;
      listener.message({ kind: 'ready' });
    }
    for (const message of ran) listener.message(message);
  }

  private get inTask(): string {
    const { task } = this.conversation;
    return task === undefined ? '' : ` in task ${task}`;
  }

  private answerUsage(): void {
    const { pinned } = this.options;
    const used = this.counters.read() ?? { cpuMs: 0 };
    this.options.listener.message({
      kind: 'usage',
      ...used,
      ...(pinned !== undefined && { pinned }),
    });
  }

  private exit(end: ProgramEnd): void {
    const { listener, filled, name } = this.options;
    const { exitCode: code, signal, stderr, leftOthers } = end;
    if (leftOthers) this.log(LEFT_OTHERS);
    const exit: WorkerExit = { code, signal };
    if (!this.isClosing || this.broken || this.conversation.task !== undefined) {
      exit.story = this.storyOf(end);
      // Who waits for it to be ready gets this, and what a lost task is caused by is this.
      exit.error = new CommandError(`${name} ${exit.story}`, storyOf(filled, end));
    } else if (code !== 0)
      this.log(`${name} ended after its last task: ${howItEnded(end)}.${lastWords(stderr)}`);
    listener.exit(exit);
  }

  /** After its name. */
  private storyOf(end: ProgramEnd): string {
    const words = lastWords(end.stderr);
    if (this.broken) return `was ended${this.broken.inTask}: ${this.broken.fault.message}${words}`;
    const { unended } = this.conversation;
    const within = unended === undefined ? '' : `, in the middle of the line ${unended}`;
    const when = this.isReady ? this.inTask || ' between two tasks' : ' before it was ready';
    return `ended${when}: ${howItEnded(end)}${within}.${killedBySystem(end)}${words}`;
  }

  private exitUnstarted(thrown: unknown): void {
    const { filled, name, listener } = this.options;
    const why = whyUnstarted(filled, thrown);
    const error = new CommandError(`${name} could not be started: ${why.message}`, why.process);
    listener.exit({ code: null, signal: null, error });
  }

  private log(message: string): void {
    this.options.listener.message({ kind: 'log', level: 'warn', message, time: Date.now() });
  }
}

function howItEnded({ exitCode, signal, overdueMs, overMemory }: ProgramEnd): string {
  if (overMemory) return `it ${tookTooMuch(overMemory)}`;
  if (overdueMs !== undefined) return `no answer after ${formatMs(overdueMs)}; --task-timeout allows more`;
  return signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
}
