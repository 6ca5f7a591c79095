import { describe, expect, it } from 'vitest';
import { inventFiles } from './invented.js';
import { whyNoMoreThreads } from './process-limits.js';

const limits = (processes: string) =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax processes             ${processes}                ${processes}                processes\n`;
const status = (user: number, threads: number, capabilities = '0000000000000000') =>
  `Name:\tnode\nUid:\t${user}\t${user}\t${user}\t${user}\nThreads:\t${threads}\nCapEff:\t${capabilities}\n`;

/** Processes 7 and 8 are of user 1000, who is ours, and have 15 threads; 9 is of another one. */
const machine = (more: Record<string, string> = {}) =>
  inventFiles({
    '/proc/loadavg': '0.10 0.20 0.30 2/115 999\n',
    '/proc/self/limits': limits('40'),
    '/proc/self/status': status(1000, 11),
    '/proc/7/status': status(1000, 11),
    '/proc/8/status': status(1000, 4),
    '/proc/9/status': status(0, 100),
    ...more,
  });

describe('processes and threads that may not be started', () => {
  it('are those beyond what the user may have', () => {
    expect(whyNoMoreThreads(25, machine())).toBeUndefined();
    expect(whyNoMoreThreads(26, machine())).toBe(
      'About 26 more processes and threads are needed, and the system allows 25 (ulimit -u): use fewer workers, or raise that.',
    );
  });

  it('are none where even all users together leave enough', () => {
    const files = machine({ '/proc/self/limits': limits('1000') });
    expect(whyNoMoreThreads(885, files)).toBeUndefined();
  });

  it.each([
    ['the administrator', { '/proc/self/status': status(0, 11) }],
    ['who may exceed limits', { '/proc/self/status': status(1000, 11, '0000000001000000') }],
    ['who has none', { '/proc/self/limits': limits('unlimited') }],
  ])('are none for %s', (_, more: Record<string, string>) => {
    expect(whyNoMoreThreads(1_000_000, machine(more))).toBeUndefined();
  });

  it('are those beyond what a cgroup allows', () => {
    const files = machine({
      '/proc/self/cgroup': '0::/job\n',
      '/proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      '/sys/fs/cgroup/job/pids.max': '30\n',
      '/sys/fs/cgroup/job/pids.current': '12\n',
      '/sys/fs/cgroup/pids.max': 'max\n',
    });
    expect(whyNoMoreThreads(18, files)).toBeUndefined();
    expect(whyNoMoreThreads(19, files)).toContain('allows 18 (/sys/fs/cgroup/job/pids.max)');
  });

  it('are not known where nothing tells', () => {
    expect(whyNoMoreThreads(1_000_000, inventFiles({}))).toBeUndefined();
  });
});
