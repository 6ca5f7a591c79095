import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PoolBrokenError } from '../../../errors.js';
import { Machine } from '../../../testing/machine.js';
import { need, needs } from '../../../testing/needs.js';
import { type RedisServer, startRedis } from '../../../testing/redis-server.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { isFailure, type Outcome, type Session } from '../../session/index.js';
import { findEngine } from '../index.js';

const module = new URL('./testing/counted.js', import.meta.url).href;
const folder = temporaryFolder();
const TASKS = 300;
const program = need('redis-server') ?? '';
const machine = (name: string) => Machine.start(name, folder, process.env.REDIS_URL!);

/** One chunk for each task. `settled`: after each of them, in any order. */
async function runAll(session: Session, settled: (count: number) => void): Promise<Outcome[]> {
  let count = 0;
  const all = Array.from({ length: TASKS }, async (_, first) => {
    const { outcomes } = await session.run({ first, tasks: [first] });
    settled(++count);
    return outcomes[0]!;
  });
  return Promise.all(all);
}

const errorsOf = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap((outcome) => (isFailure(outcome) ? [outcome.error] : []));
const processesOf = (outcomes: readonly Outcome[]) =>
  new Set(outcomes.map((outcome) => !isFailure(outcome) && (outcome.value as { pid: number }).pid));
// A machine that is not there would be waited for longer than the test may take.
const at = { module, export: 'default', params: {}, seed: 1, closeTimeoutMs: 600_000 };
const open = (workers: number, lost: string[] = []) =>
  findEngine('bullmq').open({ ...at, workers }, undefined, {
    lost: ({ error }) => void lost.push(error.message),
  });

describe.runIf(need('redis-server'))(`several machines${needs('redis-server')}`, () => {
  let redis: RedisServer;
  beforeEach(async () => {
    redis = await startRedis(program, folder);
    process.env.REDIS_URL = redis.url;
  });
  afterEach(async () => {
    delete process.env.REDIS_URL;
    await redis.stop();
  });

  it.each([
    ['killed', 'SIGKILL', null],
    ['told to end', 'SIGTERM', 0],
  ] as const)('of which one is %s: no task is lost, and none is counted twice', async (_, signal, code) => {
    const [alpha, beta] = await Promise.all([machine('alpha'), machine('beta')]);
    const lost: string[] = [];
    const session = await open(2, lost);
    let ended: ReturnType<Machine['end']> | undefined;
    // In the middle of what both are at.
    const outcomes = await runAll(session, (count) => {
      if (count === TASKS / 3) ended = beta.end(signal);
    });
    expect(outcomes.map(({ index }) => index)).toEqual(outcomes.map((_, index) => index));
    expect(errorsOf(outcomes)).toEqual([]);
    expect(processesOf(outcomes).size).toBe(2);
    expect(await ended).toMatchObject({ code });
    if (signal === 'SIGKILL')
      expect(lost).toEqual([expect.stringMatching(/^Worker \d \(bullmq\) is gone with its machine beta\.$/)]);
    await session.close();
    expect(await alpha.end()).toMatchObject({ code: 0 });
  });

  it('whose Redis is killed: what was out fails within a bound, and the machine is there for the next', async () => {
    const alpha = await machine('alpha');
    const session = await open(1);
    const outcomes = await runAll(session, (count) => {
      if (count === 20) void redis.stop('SIGKILL');
    });
    const errors = errorsOf(outcomes);
    expect(errors.length).toBeGreaterThan(TASKS / 2);
    for (const error of errors) {
      expect(error).toBeInstanceOf(PoolBrokenError);
      expect(error.message).toBe(
        `Redis at 127.0.0.1:${redis.port} has not answered for 10 s: connect ECONNREFUSED 127.0.0.1:${redis.port}.`,
      );
    }
    const { outcomes: later } = await session.run({ first: 0, tasks: [0] });
    expect(errorsOf(later)[0]).toBe(errors[0]);
    await session.close();
    await alpha.says(/Redis: connect ECONNREFUSED/);

    redis = await startRedis(program, folder, { port: redis.port });
    await alpha.says(/Redis is back/);
    const next = await vi.waitFor(() => open(1), { timeout: 20_000, interval: 200 });
    expect(errorsOf(await runAll(next, () => undefined))).toEqual([]);
    await next.close();

    await redis.stop('SIGKILL');
    expect(await alpha.end()).toMatchObject({ code: 0 });
  });

  it('whose Redis hangs: what was out fails within a bound, and both ends can still be closed', async () => {
    const alpha = await machine('alpha');
    const session = await open(1);
    const outcomes = await runAll(session, (count) => {
      if (count === 20) redis.signal('SIGSTOP');
    });
    const errors = errorsOf(outcomes);
    expect(errors.length).toBeGreaterThan(TASKS / 2);
    expect(new Set(errors.map(({ message }) => message))).toEqual(
      new Set([`Redis at 127.0.0.1:${redis.port} has not answered for 10 s.`]),
    );
    await session.close();
    expect(await alpha.end()).toMatchObject({ code: 0 });
    redis.signal('SIGCONT');
  });

  it('whose Redis starts again with nothing: what was out fails, and says so', async () => {
    const alpha = await machine('alpha');
    const session = await open(1);
    let restarted: Promise<void> | undefined;
    const outcomes = await runAll(session, (count) => {
      if (count === 20) restarted = restart();
    });
    await restarted;
    const errors = errorsOf(outcomes);
    expect(errors.length).toBeGreaterThan(TASKS / 2);
    expect(new Set(errors.map(({ message }) => message))).toEqual(
      new Set(['Redis has lost what this session had there: was it restarted?']),
    );
    await session.close();
    expect(await alpha.end()).toMatchObject({ code: 0 });

    async function restart(): Promise<void> {
      await redis.stop('SIGKILL');
      redis = await startRedis(program, folder, { port: redis.port });
    }
  });
});
