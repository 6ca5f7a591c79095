import {
  type Chunk,
  monotonicMs,
  type Outcome,
  type StreamOptions,
  type StreamResult,
} from '../../session/index.js';
import { withoutFirst } from '../message-fed/streams/streams.js';
import { failedTask } from '../outcomes.js';
import type { Program } from '../worker/program.js';
import type { TaskLoop } from '../worker/task-loop.js';

/** The slot in which a consumer runs. */
interface Place {
  program: Program;
  loop: TaskLoop;
  worker: number;
  engine: string;
}

/** A consumer on the caller's own thread: it takes its items straight from the source. */
export async function consumeInline(
  { program, loop, worker, engine }: Place,
  source: AsyncIterable<Chunk>,
  { call, args, used, index = worker }: StreamOptions,
): Promise<StreamResult> {
  const iterator = source[Symbol.asyncIterator]();
  let items = 0;
  let sourceError: { thrown: unknown } | undefined;
  /** The chunk that the consumer is in, and how many of its tasks it took. */
  let current: { chunk: Chunk; taken: number } | undefined;
  const start = () => ({ time: monotonicMs(), counters: loop.startCounters() });
  let from = start();
  const tell = (chunk: Chunk) => {
    const { time: started, counters } = from;
    const finished = monotonicMs();
    loop.timed(finished - started);
    used?.({ worker, received: started, started, finished, ...loop.sinceCounters(counters) }, chunk);
    from = start();
  };
  async function* read(): AsyncGenerator<unknown, void> {
    for (;;) {
      const next = await iterator.next().catch((thrown) => {
        sourceError = { thrown };
        throw thrown;
      });
      from = start();
      if (next.done) return;
      current = { chunk: next.value, taken: 0 };
      for (const task of next.value.tasks) {
        items++;
        current.taken++;
        yield task;
      }
      current = undefined;
      tell(next.value);
    }
  }
  const consume = async () => loop.consume(program.consumer(call, args), read(), index);
  const outcome: Outcome = await consume().then(
    (value) => ({ index: worker, value, items }),
    (thrown) => ({ ...failedTask(worker, { worker, engine }, thrown), items }),
  );
  tell({ first: 0, tasks: [] });
  await iterator.return?.();
  if (sourceError) throw sourceError.thrown;
  return { outcome, untaken: current ? withoutFirst([current.chunk], current.taken) : [] };
}
