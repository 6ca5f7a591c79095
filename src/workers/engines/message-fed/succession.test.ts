import { expect, it, onTestFinished } from 'vitest';
import { WorkerLostError } from '../../../errors.js';
import { isFailure, type Session } from '../../session/index.js';
import { loadLimits } from '../load-limits.js';
import { memoryBegunCell, memoryBegunCells } from '../protocol/begun-cells.js';
import { isOneRun, type RunBatch, type RunMessage } from '../protocol/messages.js';
import { WorkerSession } from './worker-session.js';

const spec = { module: 'file:///tasks.js', export: 'default', params: {}, workers: 1, seed: 1 };
const nothing = () => undefined;
const SHORT_MS = 0.01;

/** A worker that answers each task with itself, and ends where it reads one that is "unreadable". */
async function open(): Promise<{ session: Session; starts: () => number }> {
  const begun = new Int32Array(1);
  let starts = 0;
  const session = await WorkerSession.open({
    ...{ engine: 'odd', workers: 1, limits: loadLimits(spec, 'odd') },
    stopFlag: { raise: nothing, lower: nothing },
    begunCells: memoryBegunCells(begun),
    maxRestarts: { count: 9, withinMs: 60_000 },
    start(worker, listener) {
      const cell = memoryBegunCell(begun, worker);
      let isOver = false;
      const exit = (code: number | null) => {
        if (!isOver) listener.exit({ code, signal: null });
        isOver = true;
      };
      const run = (message: RunMessage | RunBatch) => {
        const [id, , tasks] = message;
        if (isOver) return;
        if (tasks.includes('unreadable')) exit(7);
        else {
          cell.began(id);
          if (isOneRun(message))
            listener.message([id, [...tasks], null, 0, 0, SHORT_MS, undefined, undefined]);
          else listener.message([id, [...tasks], null, null, [tasks.length, 0, 0, SHORT_MS * tasks.length]]);
        }
      };
      starts++;
      queueMicrotask(() => listener.message({ kind: 'ready' }));
      return {
        post(message) {
          if (Array.isArray(message)) queueMicrotask(() => run(message));
          else if (message.kind === 'close') exit(0);
        },
        kill: () => exit(null),
        ref: nothing,
        unref: nothing,
      };
    },
  });
  onTestFinished(() => session.terminate());
  return { session, starts: () => starts };
}

it('a chunk that ends every worker that reads it is lost with the second one, and no other chunk is', async () => {
  const { session, starts } = await open();
  const results = await Promise.all(
    ['a', 'unreadable', 'c', 'd'].map((task, first) => session.run({ first, tasks: [task] })),
  );
  const outcomes = results.flatMap((result) => result.outcomes);
  expect(outcomes.map((outcome) => (isFailure(outcome) ? outcome.error.message : outcome.value))).toEqual([
    'a',
    'Worker 0 (odd) ended while it held tasks: exit code 7.',
    'c',
    'd',
  ]);
  expect(outcomes[1]).toMatchObject({ error: expect.any(WorkerLostError) });
  expect(starts()).toBe(3);
});

it('among chunks that travelled in one message it is found, too', async () => {
  const { session, starts } = await open();
  // Short chunks: several of the next ones go in a message.
  for (let first = 0; first < 20; first++) await session.run({ first, tasks: [first] });
  expect(session.capacity).toBeGreaterThan(10);
  const tasks = ['a', 'b', 'unreadable', 'd', 'e'];
  const results = await Promise.all(tasks.map((task, first) => session.run({ first, tasks: [task] })));
  const values = results
    .flatMap((result) => result.outcomes)
    .map((one) => (isFailure(one) ? 'lost' : one.value));
  expect(values).toEqual(['a', 'b', 'lost', 'd', 'e']);
  expect(starts()).toBe(4);
});
