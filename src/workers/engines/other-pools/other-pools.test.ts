import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { OverdueError, UnavailableError, UsageError } from '../../../errors.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import type { LogEntry, Session } from '../../session/index.js';
import { findEngine } from '../index.js';
import { otherEngine } from './engine.js';
import { findPackage, whyMissing } from './find-package.js';

const fixture = (name: string) => new URL(`../contract/fixtures/${name}.js`, import.meta.url).href;
const hanging = (query: string) =>
  new URL(`../../../testing/fixtures/hanging.js?${query}`, import.meta.url).href;
const spec = { export: 'default', params: {}, workers: 1, seed: 1 };

let session: Session | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

describe('a package of the user’s', () => {
  it.each(['piscina', 'tinypool', 'workerpool', 'poolifier'])(
    'is found and can be imported: %s',
    async (name) => {
      const found = findPackage(name, temporaryFolder());
      expect(found?.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(Object.keys(await import(found!.url))).not.toEqual([]);
    },
  );

  it('that is nowhere is named with the command that installs it', async () => {
    expect(whyMissing('no-such-pool')).toBe('no-such-pool is not installed: npm install no-such-pool');
    expect(whyMissing('no-such-pool', 'piscina', 'nor-this')).toBe(
      'no-such-pool and nor-this are not installed: npm install no-such-pool nor-this',
    );
    const absent = otherEngine({
      ...{ name: 'absent', package: 'no-such-pool', description: '', settings: '', atOnce: 1 },
      start: () => {
        throw new Error('it was started');
      },
    });
    expect(await absent.unavailable!()).toBe(whyMissing('no-such-pool'));
    await expect(absent.open({ ...spec, module: fixture('misfortunes') })).rejects.toThrow(UnavailableError);
  });
});

describe('workers of another package’s pool', () => {
  it('say what they log, with the answer to the chunk that they logged in', async () => {
    const entries: LogEntry[] = [];
    const log = (entry: LogEntry) => void entries.push(entry);
    session = await findEngine('piscina').open({ ...spec, module: fixture('talkative') }, undefined, { log });
    const { outcomes } = await session.run({ first: 0, tasks: ['log', 'console'] });
    expect(outcomes).toEqual([
      { index: 0, value: 'log' },
      { index: 1, value: 'console' },
    ]);
    const said = entries.map(({ level, message }) => `${level} ${message}`);
    expect(said.slice(0, 4)).toEqual([
      'info loaded',
      'info set up',
      'debug by the worker',
      'info one of 2 { three: 3 }',
    ]);
    await session.close();
    expect(entries.at(-1)).toMatchObject({ worker: 0, level: 'info', message: 'torn down' });
  });

  it.each(['tinypool', 'tinypool-processes'])(
    'count their own CPU time and see the stop flag: %s',
    async (name) => {
      session = await findEngine(name).open({ ...spec, module: fixture('stoppable') });
      const [before] = await session.usage();
      session.stopAfter(60);
      const { outcomes } = await session.run({ first: 0, tasks: [1] });
      expect(outcomes[0]).not.toHaveProperty('error');
      const [after] = await session.usage();
      expect(after!.cpuMs).toBeGreaterThan(before!.cpuMs);
      session.clearStop();
    },
  );

  it('whose module throws refuse the session with what it threw', async () => {
    const module = join(temporaryFolder(), 'none.js');
    const opened = findEngine('workerpool').open({ ...spec, module: `file://${module}` });
    await expect(opened).rejects.toThrow(/Cannot find module/);
  });

  it('that load for ever are ended, and named', async () => {
    const opened = findEngine('poolifier').open({
      ...{ ...spec, module: hanging('load=loop'), params: { load: 'loop' } },
      ...{ loadTimeoutMs: 100, source: '/home/me/tasks.ts' },
    });
    await expect(opened).rejects.toThrow(OverdueError);
    await expect(opened).rejects.toThrow(
      /^tasks\.ts had not finished loading after 100 ms, in worker 0 \(poolifier\)/,
    );
  });

  it('run no functions by name, feed no consumer and are replaced by their pool alone', async () => {
    const named = { ...spec, module: fixture('misfortunes'), functions: {} };
    await expect(findEngine('workerpool').open(named)).rejects.toThrow(UsageError);
    session = await findEngine('workerpool').open({ ...spec, module: fixture('misfortunes') });
    expect(session.stream).toBeUndefined();
    await expect(session.replace(0)).rejects.toThrow(
      'workerpool decides by itself when a worker is replaced.',
    );
  });

  it('have no more tasks once one could not be sent, where the pool takes its worker for busy ever after', async () => {
    session = await findEngine('workerpool').open({ ...spec, module: fixture('misfortunes') });
    const unsent = await session.run({ first: 0, tasks: [{ kind: 'none', value: () => 1 }] });
    const after = await session.run({ first: 0, tasks: [{ kind: 'none', value: 1 }] });
    const messageOf = ({ outcomes: [outcome] }: typeof unsent) => (outcome as { error: Error }).error.message;
    expect(messageOf(unsent)).toMatch(/^Task 0 cannot be sent to a worker \(workerpool\)/);
    expect(messageOf(after)).toMatch(/counts as busy in workerpool from now on/);
  });

  it('are ended with the session, and what they held is lost', async () => {
    session = await findEngine('piscina').open({ ...spec, module: fixture('stoppable') });
    const running = session.run({ first: 0, tasks: [1] });
    while (session.running!().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(session.running!()).toEqual([{ worker: 0, id: 0, first: 0, tasks: 1 }]);
    await session.terminate();
    expect((await running).outcomes[0]).toMatchObject({
      error: { message: expect.stringMatching(/terminated/) },
    });
  });
});
