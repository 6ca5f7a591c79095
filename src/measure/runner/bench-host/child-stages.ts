import type { OverdueError } from '../../../errors.js';
import { type NamelessFile, openNamelessFile } from '../../../workers/engines/index.js';
import type { RunningChunk } from '../../../workers/session/index.js';
import type { About } from './doing.js';
import { readStage, STAGE_BYTES } from './stage.js';
import { type StageLimits, StageWatch } from './stage-watch.js';

/** A host that does not answer in this time is in a loop. */
const ANSWER_MS = 250;

interface Child {
  /** Has the host tell what its workers run, by `answered`. */
  ask(): void;
  /** Something took too long: the host is to be ended. */
  overdue(error: OverdueError): void;
  note(text: string): void;
}

/** What a bench host in a child process is in the middle of: the file that it writes, its answers, the watch over both. */
export class ChildStages {
  private readonly file: NamelessFile = openNamelessFile(STAGE_BYTES);
  private readonly watch: StageWatch | undefined;
  private told: ((running: RunningChunk[] | undefined) => void) | undefined;

  /** `limits`: null: what is the user's may take as long as it likes. */
  constructor(
    private readonly child: Child,
    limits: StageLimits | null,
  ) {
    this.watch = limits
      ? new StageWatch(
          {
            read: () => readStage(this.file.descriptor),
            ask: () => this.ask(),
            overdue: child.overdue,
            note: child.note,
          },
          limits,
        )
      : undefined;
  }

  /** For the host to inherit. */
  get descriptor(): number {
    return this.file.descriptor;
  }

  begin(about: About, limitMs?: number): void {
    this.watch?.begin(about, limitMs);
  }

  end(): void {
    this.watch?.end();
  }

  hold(): void {
    this.watch?.hold();
  }

  heldBack(ms: number): void {
    this.watch?.heldBack(ms);
  }

  overdue(afterMs: number): Promise<OverdueError | undefined> {
    return this.watch?.overdue(afterMs) ?? Promise.resolve(undefined);
  }

  /** Why the host has ended, as a sentence; `exit`: `signal SIGKILL`. */
  ending(exit: string): string {
    return this.watch?.ending(exit) ?? `the bench host ended: ${exit}`;
  }

  answered(running: RunningChunk[] | undefined): void {
    this.told?.(running);
  }

  release(): void {
    this.end();
    this.file.release();
  }

  private async ask(): Promise<RunningChunk[] | undefined> {
    let limit: NodeJS.Timeout | undefined;
    try {
      return await new Promise<RunningChunk[] | undefined>((resolve) => {
        this.told = resolve;
        limit = setTimeout(resolve, ANSWER_MS, undefined);
        this.child.ask();
      });
    } finally {
      clearTimeout(limit);
      this.told = undefined;
    }
  }
}
