import { describe, expect, it, vi } from 'vitest';
import { CorewiseError, OverdueError } from '../../../errors.js';
import { findEngine } from '../index.js';
import { loadLimits } from '../load-limits.js';
import type { LinkListener } from '../message-fed/slots/link.js';
import { WorkerSlot } from '../message-fed/slots/slot.js';

const fixture = (query: string) =>
  new URL(`../../../testing/fixtures/hanging.js?${query}`, import.meta.url).href;

const specOf = (query: string) => ({
  module: fixture(query),
  source: '/home/me/tasks.ts',
  export: 'default',
  params: Object.fromEntries(new URLSearchParams(query)),
  workers: 1,
  seed: 1,
});

describe('a module that never finishes loading', () => {
  const after = 'tasks\\.ts had not finished loading after 200 ms, in worker 0';
  it.each([
    ['threads', 'loop', `^${after} \\(threads\\): does a top-level .await. in it never settle\\?`],
    ['threads', 'wait', `^${after} \\(threads\\): does a top-level`],
    ['processes', 'loop', `^${after} \\(processes\\): does a top-level`],
    ['processes', 'wait', `^${after} \\(processes\\): does a top-level`],
    ['processes', 'abandon', `^${after} \\(processes\\): does a top-level`],
  ])('%s, %s: is named', async (engine, how, message) => {
    const opened = findEngine(engine).open({ ...specOf(`load=${how}`), loadTimeoutMs: 200 });
    await expect(opened).rejects.toThrow(new RegExp(message));
    await expect(opened).rejects.toBeInstanceOf(OverdueError);
  });

  it('threads that nothing keeps running end before, with the reason', async () => {
    const opened = findEngine('threads').open(specOf('load=abandon'));
    await expect(opened).rejects.toThrow(/its module awaits something that never comes/);
    await expect(opened).rejects.toBeInstanceOf(CorewiseError);
  });
});

describe.each(['serial', 'promises'])('%s', (engine) => {
  it('does not wait for a module that never finishes loading', async () => {
    const module = new URL('../../../testing/fixtures/awaits-for-ever.js', import.meta.url).href;
    const opened = findEngine(engine).open({ ...specOf(''), module, loadTimeoutMs: 200 });
    await expect(opened).rejects.toThrow(
      `tasks.ts had not finished loading after 200 ms, in worker 0 (${engine}): does a top-level`,
    );
  });

  it('does not wait for a `setup` that never settles', async () => {
    await import(fixture('setup=abandon'));
    const opened = findEngine(engine).open({ ...specOf('setup=abandon'), loadTimeoutMs: 100 });
    await expect(opened).rejects.toThrow('`setup` of tasks.ts had not returned after 100 ms, in worker 0');
  });
});

describe.each([
  ['threads', 'wait'],
  ['threads', 'loop'],
  ['processes', 'wait'],
  ['processes', 'loop'],
  ['serial', 'abandon'],
  ['promises', 'abandon'],
])('%s: a `teardown` that never ends (%s)', (name, how) => {
  it('is told, and the session closes all the same', async () => {
    const told: string[] = [];
    const unfinished = ({ error }: { error: OverdueError }) => void told.push(error.message);
    const spec = { ...specOf(`teardown=${how}`), closeTimeoutMs: 50 };
    const session = await findEngine(name).open(spec, undefined, { unfinished });
    const { outcomes } = await session.run({ first: 0, tasks: [7] });
    await session.close();
    expect(outcomes).toEqual([{ index: 0, value: 7 }]);
    expect(told).toEqual([
      `\`teardown\` of tasks.ts had not returned after 50.0 ms, in worker 0 (${name}): corewise stopped waiting for it.`,
    ]);
  });
});

describe('the steps of a worker', () => {
  const functions = { initializer: 'begin', finalizer: 'end' };

  it.each([
    ['load', {}, [], /^tasks\.ts had not finished loading after 1\.00 s, in worker 3 .*--load-timeout/],
    ['setup', {}, ['loaded'], /^`setup` of tasks\.ts had not returned after 1\.00 s, .*--load-timeout/],
    ['load', { functions }, [], /^tasks\.ts had not finished loading .*`loadTimeoutMs` allows more/],
    [
      'setup',
      { functions },
      ['loaded'],
      /^The initializer "begin" of tasks\.ts .*`loadTimeoutMs` allows more/,
    ],
  ] as const)('each have a time of their own: %s, %o', async (_, more, messages, message) => {
    vi.useFakeTimers();
    try {
      const { opened, tell, killed } = slotWith({ ...specOf(''), ...more, loadTimeoutMs: 1_000 });
      const refused = expect(opened).rejects.toThrow(message);
      for (const kind of messages) {
        vi.advanceTimersByTime(999);
        tell({ kind });
      }
      vi.advanceTimersByTime(999);
      expect(killed()).toBe(false);
      vi.advanceTimersByTime(1);
      await refused;
      expect(killed()).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('take as long as they like while a debugger is waited for', async () => {
    vi.useFakeTimers();
    try {
      const { opened, tell } = slotWith({ ...specOf(''), inspect: true as const });
      vi.advanceTimersByTime(1e9);
      tell({ kind: 'loaded' });
      vi.advanceTimersByTime(1e9);
      tell({ kind: 'ready' });
      await opened;
    } finally {
      vi.useRealTimers();
    }
  });
});

/** A worker that says what the test has it say. */
function slotWith(spec: Parameters<typeof loadLimits>[0]) {
  let listener: LinkListener | undefined;
  let isKilled = false;
  const nothing = () => undefined;
  const events = {
    ...{ ran: nothing, stream: nothing, log: nothing, status: nothing },
    ...{ refused: nothing, lost: nothing, unfinished: nothing },
  };
  const kill = () => {
    isKilled = true;
  };
  const start = (_: number, heard: LinkListener) => {
    listener = heard;
    return { post: nothing, kill, ref: nothing, unref: nothing };
  };
  const slot = new WorkerSlot(3, start, events, loadLimits(spec, 'threads'));
  const opened = slot.open();
  return { opened, tell: listener!.message, killed: () => isKilled };
}
