import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../record/index.js';
import { corewise, type Ended, frugal, startCorewise } from '../../testing/command-line.js';
import { Machine } from '../../testing/machine.js';
import { need, needs } from '../../testing/needs.js';
import { makeCertificate, type RedisServer, startRedis } from '../../testing/redis-server.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const home = temporaryFolder();
writeFileSync(
  join(folder, 'adds.mjs'),
  `export default { name: 'adds', description: 'Adds.', params: { by: 1 },
  tasks: () => [1, 2, 3, 4, 5, 6, 7, 8], run: (n, { params }) => n + params.by };`,
);

const openssl = need('openssl');

// Long enough to be killed in, and nothing that computes.
writeFileSync(
  join(folder, 'waits.mjs'),
  `export default { name: 'waits', description: 'Waits.', params: {},
  tasks: () => Array.from({ length: 50 }, (_, task) => task),
  run: (task) => new Promise((done) => setTimeout(done, 20, task)) };`,
);
describe.runIf(need('redis-server'))(`two machines and a Redis${needs('redis-server')}`, () => {
  let redis: RedisServer;
  let machines: Machine[];
  let ended: Ended;
  const out = join(folder, 'out');

  beforeAll(async () => {
    const tls = openssl === undefined ? undefined : makeCertificate(openssl, home);
    const trust: Record<string, string> = tls ? { NODE_EXTRA_CA_CERTS: tls.certificate } : {};
    redis = await startRedis(need('redis-server')!, folder, tls ? { tls } : {});
    machines = await Promise.all(
      ['alpha', 'beta'].map((name) => Machine.start(name, home, redis.url, trust)),
    );
    ended = await corewise(
      [
        ...[
          'run',
          './adds.mjs',
          '--engine',
          'serial,bullmq',
          '--workers',
          '1,2',
          '--chunksize',
          '1',
          '--rounds',
          '1',
        ],
        ...[...frugal, '--no-wait', '--redis', redis.url, '--out', out],
      ],
      folder,
      trust,
    );
  });
  afterAll(async () => {
    const all = await Promise.all(machines.map((machine) => machine.end()));
    await redis.stop();
    for (const { code, stderr } of all) {
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('Finishing the tasks that run; taking no more.');
    }
  });

  it.runIf(openssl)(`speak TLS${needs('openssl')}`, () => {
    expect(redis.url).toMatch(/^rediss:/);
  });

  it('measure and verify a scenario of this folder, which they have never seen', () => {
    expect(ended.code, ended.stderr).toBe(0);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    const cases = report.cases as { engine: string; workers: number; verified: boolean; status: string }[];
    expect(cases.filter(({ engine }) => engine === 'bullmq')).toMatchObject([
      { workers: 1, status: 'ok', verified: true },
      { workers: 2, status: 'ok', verified: true },
    ]);
    expect(report.versions.bullmq).toMatch(/^6\./);
    expect(report.poolSettings.bullmq).toMatch(/a chunk is a job/);
  });

  it('are told in the record, with their clocks', async () => {
    const { lines } = await readRecord(join(out, 'record.jsonl'));
    const hosts = lines.flatMap((line) => (line.kind === 'observation' ? (line.hosts ?? []) : []));
    expect(new Set(hosts.map(({ host }) => host))).toEqual(new Set(['alpha', 'beta']));
    for (const { cores, clockErrorMs } of hosts) {
      expect(cores).toBe(1);
      expect(clockErrorMs).toBeGreaterThan(0);
    }
  });

  it('nothing that is written or printed has the address or its password', () => {
    const written = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'));
    for (const text of [...written, ended.stdout, ended.stderr]) {
      expect(text).not.toContain(redis.password);
      expect(text).not.toContain('--redis');
    }
  });
});

describe.runIf(need('redis-server'))(
  `a Redis that is killed in the middle of a case${needs('redis-server')}`,
  () => {
    it('fails that case, the others go on, and the exit code is 1', async () => {
      const redis = await startRedis(need('redis-server')!, folder);
      const alpha = await Machine.start('alpha', home, redis.url);
      const options = ['--engine', 'serial,bullmq,threads', '--workers', '1', '--rounds', '1', '--no-wait'];
      const args = ['run', './waits.mjs', ...options, ...frugal, '--out', 'killed'];
      const run = startCorewise(args, folder, { REDIS_URL: redis.url });
      await chunksAreAt(redis);
      await redis.stop('SIGKILL');
      const { code, stdout, stderr } = await run.ended;
      expect(code, stderr).toBe(1);
      expect(stdout).toMatch(/Redis at\s+127\.0\.0\.1:\d+\s+has\s+not\s+answered\s+for\s+10\s+s/);
      const { cases } = JSON.parse(readFileSync(join(folder, 'killed/report.json'), 'utf8'));
      const statuses = cases.map(({ engine, status }: Record<string, string>) => `${engine} ${status}`);
      expect(statuses.sort()).toEqual(['bullmq failed', 'serial ok', 'threads ok']);
      expect(await alpha.end()).toMatchObject({ code: 0 });
    });

    /** Resolves once a session has given chunks to the queue. */
    async function chunksAreAt({ url }: RedisServer): Promise<void> {
      const { Redis } = await import('ioredis');
      const client = new Redis(url);
      const pattern = '*:chunks-*:events';
      const given = async () =>
        expect((await client.scan('0', 'MATCH', pattern, 'COUNT', 1_000))[1]).toHaveLength(1);
      await vi.waitFor(given, { timeout: 60_000, interval: 20 });
      client.disconnect();
    }
  },
);
