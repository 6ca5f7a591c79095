import {
  type Chunk,
  monotonicMs,
  type Outcome,
  type StreamOptions,
  type StreamResult,
} from '../work/index.js';
import { failedTask } from './outcomes.js';
import type { Program } from './worker/program.js';
import type { TaskLoop } from './worker/task-loop.js';

/** A consumer on the caller's own thread: it takes its items straight from the source. */
export async function consumeInline(
  program: Program,
  loop: TaskLoop,
  worker: number,
  source: AsyncIterable<Chunk>,
  { call, args, used }: StreamOptions,
): Promise<StreamResult> {
  const iterator = source[Symbol.asyncIterator]();
  let items = 0;
  let sourceError: { thrown: unknown } | undefined;
  let rest: Chunk | undefined;
  let from = monotonicMs();
  const tell = (chunk: Chunk) => {
    const finished = monotonicMs();
    used?.({ worker, received: from, started: from, finished }, chunk);
    from = finished;
  };
  async function* read(): AsyncGenerator<unknown, void> {
    for (;;) {
      const next = await iterator.next().catch((thrown) => {
        sourceError = { thrown };
        throw thrown;
      });
      from = monotonicMs();
      if (next.done) return;
      const { first, tasks } = next.value;
      for (const [position, task] of tasks.entries()) {
        items++;
        rest = { ...next.value, first: first + position + 1, tasks: tasks.slice(position + 1) };
        yield task;
      }
      rest = undefined;
      tell(next.value);
    }
  }
  const consume = async () => loop.consume(program.consumer(call, args), read());
  const outcome: Outcome = await consume().then(
    (value) => ({ index: worker, value, items }),
    (thrown) => ({ ...failedTask(worker, { worker, engine: 'serial' }, thrown), items }),
  );
  tell({ first: 0, tasks: [] });
  await iterator.return?.();
  if (sourceError) throw sourceError.thrown;
  return { outcome, untaken: rest && rest.tasks.length > 0 ? [rest] : [] };
}
