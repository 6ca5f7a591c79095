import { describe, expect, it } from 'vitest';
import { WorkerLostError } from '../../../errors.js';
import type { Scenario } from '../../../scenario/index.js';
import { type Dispatch, findDispatch } from '../../../workers/dispatch/index.js';
import { createFakeEngine, findEngine } from '../../../workers/engines/index.js';
import type { Outcome, Session } from '../../../workers/session/index.js';
import { runPass } from './pass.js';
import { SessionTap } from './session-tap.js';

const scenario: Scenario = {
  name: 's',
  description: '',
  params: {},
  tasks: () => [],
  run: (task) => task,
  async consume(tasks) {
    let sum = 0;
    for await (const task of tasks) sum += task as number;
    return sum;
  },
};

function open(workers: number): Promise<Session> {
  const engine = createFakeEngine({ scenario, cost: () => 10, finishMs: 5 });
  return engine.open({ module: '', export: '', params: {}, workers, seed: 1 });
}

/** A dispatch that gives what it is told to. */
function giving(outcomes: Outcome[], perWorker: boolean): Dispatch {
  return {
    ...findDispatch('imapUnordered'),
    ...(perWorker && { perWorker: true as const }),
    async *run() {
      yield* outcomes;
    },
  };
}

const lost = new WorkerLostError('gone', 1, 1);

describe('a pass of consumers', () => {
  it('keeps their results by worker, and counts their items', async () => {
    const session = await open(2);
    const settings = { dispatch: findDispatch('consume'), chunksize: 1, keepValues: true };
    const pass = await runPass(session, [1, 2, 3, 4, 5], settings);
    expect(pass).toMatchObject({ tasks: 5, counts: { submitted: 5, ok: 5, failed: 0, lost: 0 }, wallMs: 35 });
    expect(pass.values).toEqual([9, 6]);
    expect(pass.firstError).toBeUndefined();
  });

  it.each<[string, Outcome[], string, object]>([
    [
      'one that gives nothing',
      [{ index: 0, value: 1, items: 3 }],
      'the consumer of worker 1 settled 0 times instead of once',
      { ok: 3, failed: 1, lost: 0 },
    ],
    [
      'one that gives two results',
      [0, 1, 1].map((index) => ({ index, value: 1, items: 1 })),
      'the consumer of worker 1 settled 2 times instead of once',
      { ok: 3, failed: 1, lost: 0 },
    ],
    [
      'items that are not all tasks',
      [0, 1].map((index) => ({ index, value: 1, items: 1 })),
      '2 tasks were consumed instead of 3',
      { ok: 2, failed: 0, lost: 0 },
    ],
    [
      'a lost one',
      [
        { index: 0, value: 1, items: 1 },
        { index: 1, error: lost, items: 2 },
      ],
      'gone',
      { ok: 1, failed: 0, lost: 2 },
    ],
  ])('%s fails it', async (_, outcomes, message, counts) => {
    const session = await open(2);
    const pass = await runPass(session, [1, 2, 3], { dispatch: giving(outcomes, true), chunksize: 1 });
    expect(pass.firstError?.message).toBe(message);
    expect(pass.counts).toMatchObject(counts);
  });
});

it('a task that settles not at all fails a pass', async () => {
  const dispatch = giving([{ index: 0, value: 1 }], false);
  const pass = await runPass(await open(1), [1, 2], { dispatch, chunksize: 1 });
  expect(pass.firstError?.message).toBe('task 1 settled 0 times instead of once');
});

describe('tasks that move', () => {
  const module = new URL('../../../testing/fixtures/moving.js', import.meta.url).href;
  const transferTask = (task: unknown) => [(task as Uint8Array).buffer];
  const tasks = () => [4, 5, 6].map((length) => new Uint8Array(length).fill(1));

  it.each([
    ['imapUnordered', 1],
    ['imapUnordered', 3],
    ['consume', 2],
  ])('are gone from here and whole in the thread, under %s at chunksize %i', async (name, chunksize) => {
    const params = {};
    const spec = { module, export: 'default', params, workers: 2, seed: 1 };
    const tap = new SessionTap(await findEngine('threads').open(spec));
    try {
      const sent = tasks();
      const dispatch = findDispatch(name);
      const pass = await runPass(tap.session, sent, { dispatch, chunksize, keepValues: true, transferTask });
      expect(pass.firstError).toBeUndefined();
      expect((pass.values as number[]).reduce((sum, value) => sum + value, 0)).toBe(15);
      expect(sent.map(({ byteLength }) => byteLength)).toEqual([0, 0, 0]);
      await expect(runPass(tap.session, sent, { dispatch, chunksize, transferTask })).rejects.toThrow(
        'Task 0 was already moved to a worker: `tasks` must make new buffers in each call.',
      );
    } finally {
      await tap.session.close();
    }
  });
});
