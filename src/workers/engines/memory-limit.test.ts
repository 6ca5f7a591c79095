import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tookTooMuch, watchHeld } from './memory-limit.js';
import { ThreadMemory } from './thread-memory.js';

describe('what took too much is told with both figures', () => {
  it.each([
    [{ limitMiB: 512, tookMiB: 812 }, 'took 812 MiB, more than the 512 MiB of --max-worker-memory'],
    [{ limitMiB: 512 }, 'took more than the 512 MiB of --max-worker-memory'],
    [{ limitMiB: 512, tookMiB: 512.3 }, 'took 512.3 MiB, more than the 512 MiB of --max-worker-memory'],
    [
      { limitMiB: 512, tookMiB: 2150, workers: 4 },
      'took 2.10 GiB, more than 4 × 512 MiB of --max-worker-memory',
    ],
    [
      { limitMiB: 512, tookMiB: 812, workers: 1 },
      'took 812 MiB, more than the 512 MiB of --max-worker-memory',
    ],
  ])('%o', (over, text) => expect(tookTooMuch(over)).toBe(text));
});

describe('a watch over memory', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells once, with what it saw', () => {
    const held = [100, undefined, 512, 513, 900];
    const seen: number[] = [];
    watchHeld(
      () => 512,
      () => held.shift(),
      (tookMiB) => seen.push(tookMiB),
    );
    vi.advanceTimersByTime(1_000);
    expect(seen).toEqual([513]);
    expect(held).toEqual([900]);
  });

  it('that has ended tells nothing', () => {
    const over = vi.fn();
    const watch = watchHeld(
      () => 512,
      () => 900,
      over,
    );
    watch.end();
    vi.advanceTimersByTime(1_000);
    expect(over).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('threads of one process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A process whose memory the test says. */
  function invented() {
    const held = { processMiB: 60, ownMiB: 10 };
    const memory = new ThreadMemory(() => ({ ...held }));
    const ended: string[] = [];
    const limit = (name: string, limitMiB = 100) =>
      memory.limit({
        limitMiB,
        end: ({ tookMiB, workers }) => ended.push(`${name}: ${tookMiB} of ${workers}`),
      });
    return { held, memory, ended, limit };
  }

  it('are ended together where they hold more than all of them may', () => {
    const { held, ended, limit } = invented();
    const releases = [limit('a'), limit('b')];
    held.processMiB = 260;
    vi.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    held.processMiB = 261;
    vi.advanceTimersByTime(50);
    expect(ended).toEqual(['a: 201 of 2', 'b: 201 of 2']);
    for (const release of releases) release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('do not answer for what the thread that started them holds', () => {
    const { held, memory, ended, limit } = invented();
    const release = limit('a');
    Object.assign(held, { processMiB: 660, ownMiB: 540 });
    expect(memory.grownMiB).toBe(70);
    vi.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    release();
  });

  it('are watched again after some were ended', () => {
    const { held, ended, limit } = invented();
    const first = limit('a');
    held.processMiB = 200;
    vi.advanceTimersByTime(50);
    const second = limit('b');
    held.processMiB = 80;
    first();
    held.processMiB = 180;
    vi.advanceTimersByTime(50);
    expect(ended).toEqual(['a: 140 of 1']);
    held.processMiB = 181;
    vi.advanceTimersByTime(50);
    expect(ended).toEqual(['a: 140 of 1', 'b: 101 of 1']);
    second();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begin anew from what the process holds then', () => {
    const { held, memory, limit } = invented();
    limit('a')();
    held.processMiB = 150;
    const release = limit('b');
    expect(memory.grownMiB).toBe(0);
    release();
  });
});
