import { afterAll, beforeAll, describe } from 'vitest';
import { need, needs } from '../../../testing/needs.js';
import { type RedisServer, startRedis } from '../../../testing/redis-server.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { type Agent, findEngine, startAgent } from '../index.js';
import { describeContract } from './testing/contract.js';

describe.runIf(need('redis-server'))(`on two machines${needs('redis-server')}`, () => {
  let redis: RedisServer;
  let agents: Agent[];

  beforeAll(async () => {
    redis = await startRedis(need('redis-server')!, temporaryFolder());
    process.env.REDIS_URL = redis.url;
    const start = (name: string) => startAgent({ url: redis.url, name, cores: 1 });
    agents = await Promise.all(['alpha', 'beta'].map(start));
  });
  afterAll(async () => {
    delete process.env.REDIS_URL;
    await Promise.all(agents.map((agent) => agent.close()));
    await redis.stop();
  });

  // Code travels without the names of its files.
  describeContract([{ engine: findEngine('bullmq'), workers: 2, isUntargeted: true, stack: 'befall' }]);
});
