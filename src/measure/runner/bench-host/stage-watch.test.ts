import { describe, expect, it } from 'vitest';
import type { RunningChunk } from '../../../workers/session/index.js';
import type { StageNow } from './stage.js';
import { about, idle, watched } from './testing/watched.js';

describe('what takes too long is named and ended', () => {
  it.each<[StageNow['stage'], number, string]>([
    [
      'load',
      60_000,
      '/home/me/imports.ts had not finished loading after 60.0 s. Does it loop, or does a top-level `await` in it never settle? --load-timeout allows more.',
    ],
    ['tasks', 60_000, '`tasks` of imports had not returned after 60.0 s. --load-timeout allows more.'],
    ['payload', 60_000, '`payload` of imports had not returned after 60.0 s. --load-timeout allows more.'],
    ['prepare', 60_000, '`prepare` of imports had not returned after 60.0 s. --load-timeout allows more.'],
    ['cleanup', 60_000, '`cleanup` of imports had not returned after 60.0 s. --load-timeout allows more.'],
    ['combine', 60_000, '`combine` of imports had not returned after 60.0 s. --load-timeout allows more.'],
    ['keep', 60_000, 'the results of imports had not been written after 60.0 s. --load-timeout allows more.'],
    ['setup', 62_000, '`setup` of imports had not returned after 62.0 s. --load-timeout allows more.'],
    ['teardown', 62_000, '`teardown` of imports had not returned after 62.0 s. --load-timeout allows more.'],
    ['open', 122_000, 'a worker for imports had not become ready after 122 s. --load-timeout allows more.'],
    ['close', 62_000, 'a worker for imports had not ended after 62.0 s. --load-timeout allows more.'],
  ])('%s', async (stage, limitMs, message) => {
    const { watch, host, said, lookAt } = watched();
    host.now = { ...idle, stage, sequence: 1 };
    await lookAt(0);
    await lookAt(limitMs);
    expect(said.filter((text) => text.startsWith('ended'))).toEqual([]);
    await lookAt(limitMs + 1);
    watch.end();
    expect(said.at(-1)).toBe(`ended: ${message}`);
  });

  const hint = '--task-timeout allows more.';
  it.each<[string, RunningChunk[] | undefined, number, string]>([
    [
      'a task in a worker',
      [{ worker: 1, id: 4, first: 3, tasks: 1 }],
      605_001,
      `task 3 of imports had not returned after 600 s, in worker 1 (threads). ${hint}`,
    ],
    [
      'a task of a chunk, whose others it waits for too',
      [{ worker: 0, id: 4, first: 8, tasks: 4 }],
      2_405_001,
      `one of 4 tasks from task 8 on of imports had not returned after 2,400 s, in worker 0 (threads). ${hint}`,
    ],
    [
      'the only tasks of a host that cannot answer',
      undefined,
      3_600_001,
      `one of 6 tasks from task 0 on of imports had not returned after 3,600 s. ${hint}`,
    ],
    [
      'a pass of which no task runs',
      [],
      3_600_001,
      `one of 6 tasks from task 0 on of imports had not returned after 3,600 s. ${hint}`,
    ],
  ])('%s', async (_, running, at, message) => {
    const { watch, host, said, lookAt } = watched();
    host.now = { stage: 'run', sequence: 1, first: 0, tasks: 6 };
    host.running = running;
    await lookAt(0);
    await lookAt(5_000);
    await lookAt(at - 1);
    expect(said.filter((text) => text.startsWith('ended'))).toEqual([]);
    await lookAt(at);
    watch.end();
    expect(said.at(-1)).toBe(`ended: ${message}`);
  });
});

describe('what goes on is not ended', () => {
  it('a stage that is entered again and again', async () => {
    const { watch, host, said, lookAt } = watched();
    for (let turn = 0; turn < 10; turn++) {
      host.now = { ...idle, stage: 'prepare', sequence: turn };
      await lookAt(turn * 29_000);
    }
    watch.end();
    expect(said).toEqual([]);
  });

  it('one task after another in one pass', async () => {
    const { watch, host, said, lookAt } = watched();
    host.now = { stage: 'run', sequence: 1, first: 0, tasks: 100 };
    await lookAt(0);
    for (let task = 0; task < 100; task++) {
      host.running = [{ worker: 0, id: task, first: task, tasks: 1 }];
      await lookAt(5_000 + task * 20_000);
    }
    watch.end();
    expect(said).toEqual([]);
  });

  it('the same task in another pass', async () => {
    const { watch, host, said, lookAt } = watched({ loadMs: 60_000, taskMs: 20_000 });
    for (let pass = 0; pass < 100; pass++) {
      host.now = { stage: 'run', sequence: pass, first: 0, tasks: 1 };
      host.running = [{ worker: 0, id: 0, first: 0, tasks: 1 }];
      await lookAt(pass * 15_000);
      await lookAt(pass * 15_000 + 14_999);
    }
    watch.end();
    expect(said).toEqual([]);
  });

  it('a host that was held back', async () => {
    const { watch, host, said, lookAt } = watched();
    host.now = { ...idle, stage: 'prepare', sequence: 1 };
    await lookAt(0);
    watch.hold();
    await lookAt(70_000);
    watch.heldBack(70_000);
    await lookAt(99_000);
    watch.end();
    expect(said).toEqual([]);
  });
});

it('what takes long is said once, while it goes on', async () => {
  const { watch, host, said, lookAt } = watched();
  host.now = { stage: 'run', sequence: 1, first: 0, tasks: 6 };
  host.running = [{ worker: 1, id: 3, first: 3, tasks: 1 }];
  await lookAt(0);
  await lookAt(5_000);
  for (const time of [35_000, 35_001, 40_000, 50_000]) await lookAt(time);
  watch.end();
  expect(said).toEqual(['task 3 of imports has not returned for 30.0 s, in worker 1 (threads).']);
});

it('tells at any time what the host is in the middle of, of a share of the tasks by their own numbers', async () => {
  const { watch, host } = watched();
  watch.begin({ ...about, sample: { of: 100, take: 10 } });
  host.now = { stage: 'run', sequence: 1, first: 0, tasks: 10 };
  host.running = [{ worker: 1, id: 3, first: 3, tasks: 1 }];
  expect((await watch.overdue(4_000))?.message).toMatch(
    /^task \d\d of imports had not returned after 4\.00 s/,
  );
  watch.end();
});

it.each<[Partial<StageNow>, string]>([
  [{}, 'the bench host ended: exit code 0'],
  [{ stage: 'load' }, '/home/me/imports.ts ended its own process while it was loaded: exit code 0'],
  [{ stage: 'setup' }, 'the bench host ended in `setup` of imports: exit code 0'],
  [{ stage: 'run', first: 3, tasks: 1 }, 'the bench host ended in task 3 of imports: exit code 0'],
])('what a process was in the middle of is told when it ended: %o', async (now, message) => {
  const { watch, host } = watched();
  host.now = { ...idle, ...now };
  expect(watch.ending('exit code 0')).toBe(message);
  host.now = idle;
  expect(await watch.overdue(4_000)).toBeUndefined();
  watch.end();
});
