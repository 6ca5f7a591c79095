import { describe, expect, it } from 'vitest';
import { inventFiles, inventHost } from '../invented.js';
import { foreignWatch } from './foreign-watch.js';

interface Moment {
  atMs: number;
  /** Of two CPUs together, in ticks of 10 ms. */
  busy: number;
  idle: number;
  /** Ticks of our own process, and of a child of one of its threads that is not the main one. */
  own: number;
  child?: number;
}

const statOf = (pid: number, ticks: number) =>
  `${pid} (node) S 0 0 0 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 7 0`;

function files({ busy, idle, own, child }: Moment) {
  const line = `${busy} 0 0 ${idle} 0 0 0 0 0 0`;
  return inventFiles({
    '/proc/stat': `cpu  ${line}\ncpu0 ${line}\ncpu1 ${line}\nintr 1\n`,
    '/proc/1/stat': statOf(1, own),
    '/proc/1/task/1/children': '',
    '/proc/1/task/2/children': child === undefined ? '' : '9',
    ...(child !== undefined && { '/proc/9/stat': statOf(9, child), '/proc/9/task/9/children': '' }),
  });
}

function watchOver(moments: readonly Moment[]) {
  let place = 0;
  const now = () => files(moments[place]!);
  return {
    watch: foreignWatch(inventHost({ physicalCores: 2 }), 1, {
      files: {
        read: (path) => now().read(path),
        list: (path) => now().list(path),
        exists: (path) => now().exists(path),
      },
      now: () => moments[place]!.atMs,
    })!,
    next: () => void place++,
  };
}

describe('a quick look at what others do', () => {
  it('is what the CPUs did, less what is ours', () => {
    const { watch, next } = watchOver([
      { atMs: 0, busy: 0, idle: 0, own: 0 },
      { atMs: 50, busy: 8, idle: 2, own: 5 },
    ]);
    expect(watch.look()).toBeUndefined();
    next();
    expect(watch.look()).toEqual({ wallMs: 50, idleMs: 20, stealMs: 0, ownMs: 50, foreignMs: 30 });
  });

  it('finds what a thread of ours started when it is asked whether it overlooked something, and once', () => {
    const { watch, next } = watchOver([
      { atMs: 0, busy: 0, idle: 0, own: 0, child: 0 },
      { atMs: 50, busy: 10, idle: 0, own: 5, child: 5 },
      { atMs: 100, busy: 20, idle: 0, own: 10, child: 10 },
      { atMs: 150, busy: 30, idle: 0, own: 15, child: 15 },
    ]);
    watch.look();
    next();
    expect(watch.look()).toMatchObject({ foreignMs: 50 });
    expect(watch.overlooked()).toBe(true);
    expect(watch.overlooked()).toBe(false);
    next();
    watch.look();
    next();
    expect(watch.look()).toMatchObject({ foreignMs: 0 });
  });

  it('is not to be had without /proc', () => {
    expect(foreignWatch(inventHost({ physicalCores: 2, hasProc: false }), 1)).toBeUndefined();
  });
});
