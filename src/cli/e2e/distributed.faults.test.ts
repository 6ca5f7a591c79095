import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../record/index.js';
import { corewise, type Ended, frugal, type Started, startCorewise } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { type RedisServer, startRedis } from '../../testing/redis-server.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const home = temporaryFolder();
writeFileSync(
  join(folder, 'adds.mjs'),
  `export default { name: 'adds', description: 'Adds.', params: { by: 1 },
  tasks: () => [1, 2, 3, 4, 5, 6, 7, 8], run: (n, { params }) => n + params.by };`,
);

describe.runIf(need('redis-server'))(`two machines and a Redis${needs('redis-server')}`, () => {
  let redis: RedisServer;
  let machines: Started[];
  let ended: Ended;
  const out = join(folder, 'out');

  beforeAll(async () => {
    redis = await startRedis(need('redis-server')!, folder);
    machines = ['alpha', 'beta'].map((name) =>
      startCorewise(['worker', '--name', name, '--threads', '1'], home, { REDIS_URL: redis.url }),
    );
    await Promise.all(machines.map(isReady));
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
    );
  });
  afterAll(async () => {
    for (const { child } of machines) child.kill('SIGTERM');
    const all = await Promise.all(machines.map((machine) => machine.ended));
    await redis.stop();
    for (const { code, stderr } of all) {
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('Finishing what runs; nothing more is taken.');
    }
  });

  const isReady = ({ child, ended: over }: Started) =>
    new Promise<void>((ready, refuse) => {
      child.stderr!.on('data', (text) => /is ready, with 1 thread\./.test(String(text)) && ready());
      void over.then(({ stderr }) => refuse(new Error(stderr)));
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
