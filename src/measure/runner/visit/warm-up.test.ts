import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../scenario/index.js';
import { type Dispatch, findDispatch } from '../../../workers/dispatch/index.js';
import { createFakeEngine } from '../../../workers/engines/index.js';
import { isSteady, warmUp } from './warm-up.js';

const times = (count: number, ms: number) => new Array<number>(count).fill(ms);

describe('a worker is steady', () => {
  it.each<[string, number[], boolean]>([
    ['not before two windows were seen', times(15, 1), false],
    ['when its tasks no longer get faster', times(16, 1), true],
    ['not while they still do', [...times(8, 2), ...times(8, 1)], false],
    ['also where noise slows some of them down', [...times(8, 1), 1, 9, 1, 1, 9, 1, 1, 1], true],
    ['also where all got slower: noise, not warmth', [...times(8, 1), ...times(8, 2)], true],
    [
      'also where tasks differ, since windows hold the same ones',
      [8, 7, 6, 5, 4, 3, 2, 1, 8, 7, 6, 5, 4, 3, 2, 1],
      true,
    ],
  ])('%s', (_, chunkMs, steady) => {
    expect(isSteady(chunkMs, 8)).toBe(steady);
  });
});

it.each([
  ['a task', [0, 1, 2, 3], 3, 3],
  ['one whose chunk begins again with the first task', [0, 1, 2], 3, 0],
])('%s that fails while it warms up is called by its own number', async (_, tasks, call, number) => {
  let calls = 0;
  const scenario: Scenario = {
    name: 's',
    description: '',
    params: {},
    tasks: () => tasks,
    run() {
      if (++calls === call) throw new Error('off');
    },
    cost: () => 0.1,
  };
  const engine = createFakeEngine({ scenario });
  const session = await engine.open({ module: '', export: '', params: {}, workers: 1, seed: 1 });
  const error = await warmUp(session, tasks).catch((thrown: unknown) => thrown);
  await session.close();
  expect(error).toMatchObject({ task: number, message: expect.stringMatching(`^Task ${number} failed`) });
});

describe('the warm-up', () => {
  /** `cost` by the number of tasks that were run before. */
  function warm(
    cost: (task: number, before: number) => number,
    tasks: readonly number[],
    dispatch?: Dispatch,
  ) {
    let before = 0;
    let spentMs = 0;
    const scenario: Scenario = {
      name: 's',
      description: '',
      params: {},
      tasks: () => tasks,
      run: () => 1,
      async consume(items) {
        for await (const _ of items);
      },
    };
    const engine = createFakeEngine({
      scenario,
      cost: (task) => {
        const ms = cost(task as number, before++);
        spentMs += ms;
        return ms;
      },
    });
    const spec = { module: '', export: '', params: {}, workers: 1, seed: 1 };
    return engine.open(spec).then(async (session) => {
      const { capped } = await warmUp(session, tasks, dispatch);
      await session.close();
      return { capped: capped.size === 1, spentMs, tasks: before };
    });
  }

  const many = Array.from({ length: 100 }, (_, task) => task);

  it('ends once 30 ms of work no longer got faster', async () => {
    expect(await warm(() => 4, many)).toMatchObject({ capped: false, spentMs: 68 });
  });

  it('warms consumers by short streams, under the same rule', async () => {
    expect(await warm(() => 4, many, findDispatch('consume'))).toMatchObject({ capped: false, spentMs: 68 });
  });

  it('goes on while tasks get faster', async () => {
    const result = await warm((_, before) => 8 * 0.96 ** Math.min(before, 20), many);
    expect(result.capped).toBe(false);
    expect(result.tasks).toBeGreaterThan(20);
  });

  it.each<[string, (task: number) => number, number[]]>([
    ['a few that differ', (task) => 10 - (task % 10) / 2, many.slice(0, 12)],
    [
      'many of which those in the middle are long',
      (task) => 0.1 + 12 * Math.sin((Math.PI * task) / 100) ** 4,
      many,
    ],
    ['some of which are far longer than the first', (task) => (task < 50 ? 0.1 : 40), many],
  ])('is not fooled by tasks that differ: %s', async (_, cost, tasks) => {
    expect(await warm(cost, tasks)).toMatchObject({ capped: false });
  });

  it('ends at its limit, and says so, where tasks get faster all the time', async () => {
    const { capped, spentMs } = await warm((_, before) => 20 * 0.97 ** before, many);
    expect(capped).toBe(true);
    expect(spentMs).toBeLessThan(330);
  });

  it('takes two or three long tasks, and one of those that are longer than its limit', async () => {
    expect(await warm(() => 120, many)).toMatchObject({ capped: false, tasks: 3 });
    expect(await warm(() => 400, many)).toEqual({ capped: false, spentMs: 400, tasks: 1 });
  });

  it('fails with the first task that does: it would never get warm', async () => {
    const fails = () => {
      throw new Error('no such task');
    };
    const scenario: Scenario = { name: 's', description: '', params: {}, tasks: () => many, run: fails };
    const engine = createFakeEngine({ scenario, cost: () => 1 });
    const session = await engine.open({ module: '', export: '', params: {}, workers: 2, seed: 1 });
    await expect(warmUp(session, many)).rejects.toThrow(/no such task/);
    await session.close();
  });

  it('sends short tasks many at a time', async () => {
    const { capped, tasks, spentMs } = await warm(() => 0.01, many);
    expect(capped).toBe(false);
    expect(tasks).toBeGreaterThan(3000);
    expect(spentMs).toBeLessThan(60);
  });
});
