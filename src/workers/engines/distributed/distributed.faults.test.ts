import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Started, startCorewise } from '../../../testing/command-line.js';
import { need, needs } from '../../../testing/needs.js';
import { type RedisServer, startRedis } from '../../../testing/redis-server.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { isFailure } from '../../session/index.js';
import { findEngine } from '../index.js';

const module = new URL('./testing/counted.js', import.meta.url).href;
const folder = temporaryFolder();
const TASKS = 300;

/** As another machine would be. */
async function startMachine(name: string, { url }: RedisServer): Promise<Started> {
  const started = startCorewise(['worker', '--name', name, '--threads', '1'], folder, { REDIS_URL: url });
  await new Promise<void>((ready, refuse) => {
    started.child.stderr!.on('data', (text) => /is ready/.test(String(text)) && ready());
    void started.ended.then(({ stderr }) => refuse(new Error(stderr)));
  });
  return started;
}

describe.runIf(need('redis-server'))(`two machines, one of which is killed${needs('redis-server')}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis(need('redis-server')!, folder);
    process.env.REDIS_URL = redis.url;
  });
  afterAll(async () => {
    delete process.env.REDIS_URL;
    await redis.stop();
  });

  it('no task is lost, and none is counted twice', async () => {
    const [alpha, beta] = await Promise.all([startMachine('alpha', redis), startMachine('beta', redis)]);
    const lost: string[] = [];
    const session = await findEngine('bullmq').open(
      { module, export: 'default', params: {}, workers: 2, seed: 1 },
      undefined,
      { lost: ({ error }) => void lost.push(error.message) },
    );
    const settled: number[] = [];
    const machines = new Set<unknown>();
    const all = Array.from({ length: TASKS }, async (_, first) => {
      const { outcomes } = await session.run({ first, tasks: [first] });
      for (const outcome of outcomes) {
        if (isFailure(outcome)) throw outcome.error;
        settled.push(outcome.index);
        machines.add((outcome.value as { pid: number }).pid);
        expect(outcome.value).toMatchObject({ task: outcome.index });
      }
      // In the middle of what both are at.
      if (settled.length === TASKS / 3) beta!.child.kill('SIGKILL');
    });
    await Promise.all(all);
    expect(settled.sort((a, b) => a - b)).toEqual(Array.from({ length: TASKS }, (_, index) => index));
    expect(machines.size).toBe(2);
    expect(lost).toEqual([expect.stringMatching(/^Worker \d \(bullmq\) is gone with its machine beta\.$/)]);
    await session.close();
    alpha!.child.kill('SIGTERM');
    expect(await alpha!.ended).toMatchObject({ code: 0 });
    await beta!.ended;
  });
});
