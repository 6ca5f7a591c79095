import {
  type ChunkReceiver,
  isFailure,
  type Outcome,
  ReturnedChunk,
  type Session,
  submitTo,
} from '../session/index.js';
import { checkChunksize, checkIterable, readAll } from './chunking.js';
import type { Dispatch, TaskSource } from './dispatch.js';

/** Python's rule gives each worker about so many chunks: enough to even out, few enough to be cheap. */
const CHUNKS_A_WORKER = 4;

export const map: Dispatch = {
  name: 'map',
  description: 'reads all tasks and cuts them into chunks first, gives results in order when all are done',
  autoChunksize: (tasks, workers) => Math.max(1, Math.ceil(tasks / (CHUNKS_A_WORKER * workers))),
  effectiveChunksize: (asked) => asked,
  run(tasks, chunksize, session) {
    checkChunksize(chunksize);
    checkIterable(tasks);
    return allAtTheEnd(tasks, chunksize, session);
  },
};

async function* allAtTheEnd(
  tasks: TaskSource,
  chunksize: number,
  session: Session,
): AsyncGenerator<Outcome, void> {
  const { values, failures } = await settleAll(await readAll(tasks), chunksize, session);
  for (let index = 0; index < values.length; index++)
    yield failures.get(index) ?? { index, value: values[index] };
}

/** What became of all tasks. */
export interface SettledTasks {
  /** In the order of the tasks; undefined where one failed. */
  values: unknown[];
  /** By place. */
  failures: Map<number, Failure>;
}

type Failure = Extract<Outcome, { error: Error }>;

/** What `map` gives, at once. */
export function settleAll(
  tasks: readonly unknown[],
  chunksize: number,
  session: Session,
): Promise<SettledTasks> {
  checkChunksize(chunksize);
  return new ListRun(tasks, chunksize, session).settled();
}

/** Keeps a session supplied with the chunks of a list: a Pump without what lazy sources and slow readers need. */
class ListRun {
  private readonly values: unknown[];
  private readonly failures = new Map<number, Failure>();
  private outstanding = 0;
  /** Place of the first task that was not sent. */
  private next = 0;
  private refusal: { error: unknown } | undefined;
  private end: () => void = () => undefined;
  private readonly receiver: ChunkReceiver = {
    settled: (result) => {
      this.outstanding--;
      if (result instanceof ReturnedChunk) result.copyTo(this.values);
      else this.keepEach(result.outcomes);
      this.fill();
    },
    refused: (error) => {
      this.outstanding--;
      this.refusal ??= { error };
      this.next = this.tasks.length;
      this.fill();
    },
  };

  constructor(
    private readonly tasks: readonly unknown[],
    private readonly chunksize: number,
    private readonly session: Session,
  ) {
    this.values = new Array<unknown>(tasks.length).fill(undefined);
  }

  /** Rejects with why the session took a chunk no more, after the last of those that were sent. */
  async settled(): Promise<SettledTasks> {
    await new Promise<void>((end) => {
      this.end = end;
      this.fill();
    });
    if (this.refusal) throw this.refusal.error;
    const { values, failures } = this;
    return { values, failures };
  }

  private fill(): void {
    const { tasks, session, chunksize } = this;
    const { capacity } = session;
    while (this.next < tasks.length && this.outstanding < capacity) {
      const first = this.next;
      this.next = first + chunksize;
      this.outstanding++;
      submitTo(session, { first, tasks: tasks.slice(first, this.next) }, this.receiver);
    }
    if (this.outstanding === 0 && this.next >= tasks.length) this.end();
  }

  private keepEach(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      if (isFailure(outcome)) this.failures.set(outcome.index, outcome);
      else this.values[outcome.index] = outcome.value;
    }
  }
}
