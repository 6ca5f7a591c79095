import { afterEach, describe, expect, it } from 'vitest';
import { OutOfMemoryError, WorkerLostError } from '../../../errors.js';
import { isFailure, type Outcome, type Session, type SessionEvents } from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { findEngine } from '../index.js';

const open: Session[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

const LIMIT_MIB = 200;

async function openOn(
  engine: string,
  more: Partial<SessionSpec> = {},
  listeners: Partial<SessionEvents> = {},
): Promise<Session> {
  const spec = {
    module: new URL('./fixtures/hungry.js', import.meta.url).href,
    export: 'default',
    params: {},
    workers: 2,
    seed: 1,
    maxMemoryMiB: LIMIT_MIB,
    ...more,
  };
  const session = await findEngine(engine).open(spec, undefined, listeners);
  open.push(session);
  return session;
}

/** What two tasks at once come to: the hungry one is task 17, in worker 1. */
async function eaten(session: Session, meal: unknown): Promise<(string | unknown)[]> {
  const runs = [
    session.run({ first: 16, tasks: ['nothing'] }, 0),
    session.run({ first: 17, tasks: [meal] }, 1),
  ];
  const outcomes = (await Promise.all(runs)).flatMap((result): Outcome[] => result.outcomes);
  return outcomes.map((outcome) => (isFailure(outcome) ? outcome.error : outcome.value));
}

// A limit of the system on memory, or none at all, decides what happens without ours.
describe.skipIf(process.platform !== 'linux')('a worker that holds more than it may (Linux)', () => {
  it.each([
    [
      'processes',
      'buffers',
      /^Worker 1 \(processes\) took \d+(\.\d+)? MiB, more than the 200 MiB of --max-worker-memory, in task 17\.$/,
    ],
    [
      'processes',
      'heap',
      /^Worker 1 \(processes\) took (\d+(\.\d+)? MiB, )?more than the 200 MiB of --max-worker-memory, in task 17\.$/,
    ],
    [
      'threads',
      'heap',
      /^Worker 1 \(threads\) took more than the 200 MiB of --max-worker-memory, in task 17\.$/,
    ],
    [
      'threads',
      'buffers',
      /^Worker 1 \(threads\) was ended: the 2 threads of its process together took \d+(\.\d+)? MiB, more than 2 × 200 MiB of --max-worker-memory, in task 17\.$/,
    ],
  ])('%s, %s: is ended in the middle of its task, and named', async (engine, what, message) => {
    const lost: string[] = [];
    const session = await openOn(engine, {}, { lost: ({ error }) => lost.push(error.message) });
    const [other, hungry] = await eaten(session, { [what]: 800 });
    expect(other).toBe('ate nothing');
    expect(hungry).toBeInstanceOf(WorkerLostError);
    expect((hungry as Error).message).toMatch(message);
    expect((hungry as Error).cause).toBeInstanceOf(OutOfMemoryError);
    expect(lost).toContain((hungry as Error).message);
    // Another one took its place.
    const [next] = (await session.run({ first: 18, tasks: ['nothing'] }, 1)).outcomes;
    expect(next).toEqual({ index: 18, value: 'ate nothing' });
  });

  it.each(['threads', 'processes'])('%s: what it may hold it holds in peace', async (engine) => {
    const session = await openOn(engine, { maxMemoryMiB: 400 });
    expect(await eaten(session, { buffers: 64 })).toEqual(['ate nothing', 4]);
  });

  it('has no place where Node itself is larger', async () => {
    await expect(openOn('processes', { maxMemoryMiB: 8 })).rejects.toThrow(
      /^Worker \d took .*more than the 8\.00 MiB of --max-worker-memory, before it was ready\.$/,
    );
  });
});

/** Takes so many MiB, and some time for who looks. */
const take = (mib: number) =>
  `const kept = []; for (let mib = 0; mib < ${mib}; mib += 16) kept.push(Buffer.alloc(16 << 20, 1)); setTimeout(() => kept.length, 5_000);`;

describe.skipIf(process.platform !== 'linux')('a program that holds more than it may (Linux)', () => {
  const commandOf = (code: string, kind: 'chunks' | 'persistent' | 'self-parallel') => ({
    module: '',
    command: { kind, argv: [process.execPath, '-e', code], cwd: process.cwd(), tasks: [] },
  });

  it.each([
    [
      'commands',
      commandOf(take(800), 'chunks'),
      /^Task 3 .*failed in worker 0 \(commands\): it took \d+(\.\d+)? (MiB|GiB), more than the 200 MiB of --max-worker-memory, and was ended\.$/,
    ],
    [
      'self-parallel',
      commandOf(take(1200), 'self-parallel'),
      /failed in worker 0 \(self-parallel\): it took \d+(\.\d+)? (MiB|GiB), more than 2 × 200 MiB of --max-worker-memory, and was ended\.$/,
    ],
    [
      'persistent',
      commandOf(
        `console.log('{"ready":true}'); process.stdin.once('data', () => { ${take(800)} });`,
        'persistent',
      ),
      /^Worker 0 \(persistent\) ended in task 3: it took \d+(\.\d+)? (MiB|GiB), more than the 200 MiB of --max-worker-memory\./,
    ],
  ])('%s: is ended with what it started, and named', async (engine, spec, message) => {
    const session = await openOn(engine, spec as Partial<SessionSpec>);
    const [outcome] = (await session.run({ first: 3, tasks: ['x'] }, 0)).outcomes;
    expect(isFailure(outcome!) && outcome.error.message).toMatch(message);
  });

  it.each(['commands', 'persistent'])('%s in serial is no worker', async (kind) => {
    const done = kind === 'persistent' ? `console.log('{"result":1}')` : '';
    const spec = commandOf(
      kind === 'persistent'
        ? `console.log('{"ready":true}'); process.stdin.once('data', () => { const kept = Buffer.alloc(300 << 20, 1); setTimeout(() => { kept.length; ${done} }, 200); });`
        : 'const kept = Buffer.alloc(300 << 20, 1); setTimeout(() => kept.length, 200);',
      kind === 'persistent' ? 'persistent' : 'chunks',
    );
    const session = await openOn('serial', { ...(spec as Partial<SessionSpec>), workers: 1 });
    const [outcome] = (await session.run({ first: 0, tasks: ['x'] })).outcomes;
    expect(isFailure(outcome!)).toBe(false);
  });
});
