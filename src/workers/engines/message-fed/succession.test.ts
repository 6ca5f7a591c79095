import { expect, it, onTestFinished } from 'vitest';
import { WorkerLostError } from '../../../errors.js';
import { isFailure, type Session } from '../../session/index.js';
import { loadLimits } from '../load-limits.js';
import { memoryBegunCell, memoryBegunCells } from '../protocol/begun-cells.js';
import type { RunMessage } from '../protocol/messages.js';
import { WorkerSession } from './worker-session.js';

const spec = { module: 'file:///tasks.js', export: 'default', params: {}, workers: 1, seed: 1 };
const nothing = () => undefined;

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
      const run = ([id, , tasks]: RunMessage) => {
        if (isOver) return;
        if (tasks.includes('unreadable')) exit(7);
        else {
          cell.began(id);
          listener.message([id, [...tasks], null, 0, 0, 1, undefined, undefined]);
        }
      };
      starts++;
      queueMicrotask(() => listener.message({ kind: 'ready' }));
      return {
        post(message) {
          if (Array.isArray(message)) queueMicrotask(() => run(message as RunMessage));
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
