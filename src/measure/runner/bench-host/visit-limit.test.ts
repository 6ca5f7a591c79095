import { describe, expect, it } from 'vitest';
import type { StageNow } from './stage.js';
import { about, idle, watched } from './testing/watched.js';

describe('a visit as a whole', () => {
  const visit = 'imports/threads/map/w2/c1';
  const begun = (visitMs: number) => {
    const all = watched(undefined, visitMs);
    all.watch.begin({ ...about, visit }, visitMs);
    return all;
  };
  const over = `ended: ${visit} had not ended when its 30.0 s were over`;

  it.each<[StageNow['stage'], string]>([
    ['load', '/home/me/imports.ts had not finished loading'],
    ['prepare', '`prepare` of imports had not returned'],
    ['open', 'a worker for imports had not become ready'],
    ['warm-up', 'task 3 of imports (warm-up) had not returned, in worker 1 (threads)'],
    ['run', 'task 3 of imports had not returned, in worker 1 (threads)'],
    ['cleanup', '`cleanup` of imports had not returned'],
    ['close', 'a worker for imports had not ended'],
  ])('is ended in %s, which is named, however short that was', async (stage, what) => {
    const { watch, host, said, lookAt } = begun(30_000);
    host.running = [{ worker: 1, id: 4, first: 3, tasks: 1 }];
    for (let sequence = 1; sequence <= 30; sequence++) {
      host.now = { stage, sequence, first: 0, tasks: 6 };
      await lookAt(sequence * 1_000);
    }
    expect(said).toEqual([]);
    await lookAt(30_001);
    watch.end();
    expect(said).toEqual([`${over}: ${what}. --case-timeout allows more.`]);
  });

  it('may be in the middle of nothing of the user’s', async () => {
    const { watch, said, lookAt } = begun(30_000);
    await lookAt(30_001);
    watch.end();
    expect(said).toEqual([`${over}. --case-timeout allows more.`]);
  });

  it('is not judged where one of its steps was already', async () => {
    const { watch, host, said, lookAt } = begun(61_000);
    host.now = { ...idle, stage: 'prepare', sequence: 1 };
    await lookAt(0);
    await lookAt(62_000);
    await lookAt(63_000);
    watch.end();
    expect(said).toEqual([
      'ended: `prepare` of imports had not returned after 62.0 s. --load-timeout allows more.',
    ]);
  });

  it('does not count what it was held back for', async () => {
    const { watch, said, lookAt } = begun(30_000);
    await lookAt(1_000);
    watch.hold();
    await lookAt(40_000);
    watch.heldBack(39_000);
    await lookAt(69_000);
    expect(said).toEqual([]);
    await lookAt(69_001);
    watch.end();
    expect(said).toEqual([`${over}. --case-timeout allows more.`]);
  });

  it('begins anew with the next one', async () => {
    const { watch, said, lookAt } = begun(30_000);
    await lookAt(20_000);
    watch.end();
    watch.begin({ ...about, visit }, 30_000);
    await lookAt(49_000);
    watch.end();
    expect(said).toEqual([]);
  });
});

it('a warm-up in which no task runs is called that', async () => {
  const { watch, host } = watched();
  host.now = { stage: 'warm-up', sequence: 1, first: 0, tasks: 0 };
  expect((await watch.overdue(4_000))?.message).toBe('the warm-up of imports had not ended after 4.00 s.');
  watch.end();
});
