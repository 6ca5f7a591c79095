import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TaskError, UsageError, WorkerLostError } from '../../../errors.js';
import { portableModule } from '../../../scenario/loading/index.js';
import { need, needs } from '../../../testing/needs.js';
import { type RedisServer, startRedis } from '../../../testing/redis-server.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { isFailure, type Session } from '../../session/index.js';
import { type Agent, findEngine, startAgent } from '../index.js';
import { Connected } from './libraries.js';
import { codeKey } from './wire.js';

const fixture = (name: string) => new URL(`../contract/fixtures/${name}.js`, import.meta.url).href;
const spec = { module: fixture('misfortunes'), export: 'default', params: {}, seed: 1 };
const FORGED = JSON.stringify({ code: 'export default {};', packages: [], map: '{}' });
const engine = findEngine('bullmq');

describe.runIf(need('redis-server'))(`workers on two machines${needs('redis-server')}`, () => {
  let redis: RedisServer;
  let agents: Agent[];
  let session: Session;
  const said: string[] = [];

  beforeAll(async () => {
    redis = await startRedis(need('redis-server')!, temporaryFolder());
    vi.stubEnv('REDIS_URL', redis.url);
    expect(await engine.unavailable!()).toMatch(
      /^no worker is connected to this Redis: start npx corewise worker/,
    );
    const start = (name: string) =>
      startAgent({ url: redis.url, name, cores: 1, say: (line) => said.push(line) });
    agents = await Promise.all(['alpha', 'beta'].map(start));
    expect(await engine.unavailable!()).toBeUndefined();
    session = await engine.open({ ...spec, workers: 2 });
  });
  afterAll(async () => {
    await session.close();
    await Promise.all(agents.map((agent) => agent.close()));
    vi.unstubAllEnvs();
    await redis.stop();
  });

  const outcomesOf = async (tasks: unknown[]) => (await session.run({ first: 0, tasks })).outcomes;
  const none = (value: unknown) => ({ kind: 'none', value });

  it('are all ready, each in its place, with the clocks that they measure on', () => {
    expect(session.startupMs.every((ms) => ms > 0)).toBe(true);
    expect(new Set(session.hosts!.map(({ host }) => host))).toEqual(new Set(['alpha', 'beta']));
    // One clock: what is between them is what its readings are off by.
    for (const { clockOffsetMs, clockErrorMs } of session.hosts!)
      expect(Math.abs(clockOffsetMs)).toBeLessThanOrEqual(clockErrorMs + 0.01);
  });

  it('give values that JSON has not', async () => {
    const values = [undefined, 1n, new Uint8Array([7]), new Map([[1, { at: new Date(0) }]]), Number.NaN];
    const outcomes = await outcomesOf(values.map(none));
    expect(outcomes.map((outcome) => !isFailure(outcome) && outcome.value)).toEqual(values);
  });

  it.each([
    [
      'throws',
      { kind: 'throw', message: 'off the end' },
      TaskError,
      /^Task 0 failed in worker \d \(bullmq\): off the end/,
    ],
    [
      'cannot be sent',
      none(() => 1),
      TaskError,
      /^Task 0 cannot be sent to a worker \(bullmq\): .*could not be cloned/,
    ],
    ['returns what cannot be sent', { kind: 'unserialisable' }, TaskError, /result cannot be sent back/],
  ])('a task that %s fails alone', async (_, task, type, message) => {
    const [first, second] = await outcomesOf([task, none(2)]);
    expect(second).toEqual({ index: 1, value: 2 });
    expect(isFailure(first!) && first.error).toBeInstanceOf(type);
    expect((first as { error: Error }).error.message).toMatch(message);
  });

  it('a stack names the source, where it was written', async () => {
    const folder = temporaryFolder();
    const [work, helper] = [join(folder, 'my work #1.ts'), join(folder, 'helper.ts')];
    writeFileSync(helper, `export function deeper(text: string): never {\n  throw new Error(text);\n}\n`);
    writeFileSync(
      work,
      `import { deeper } from './helper.ts';\n\ninterface Task {\n  id: number;\n}\n\nexport default {\n  tasks: [],\n  run({ id }: Task) {\n    deeper(\`task \${id}\`);\n  },\n};\n`,
    );
    const own = await engine.open({ ...spec, module: pathToFileURL(work).href, source: work, workers: 1 });
    const { outcomes } = await own.run({ first: 0, tasks: [{ id: 3 }] });
    await own.close();
    const { cause } = (outcomes[0] as { error: Error }).error;
    const frames = (cause as Error).stack!.split('\n');
    expect(frames.slice(0, 3)).toEqual([
      'Error: task 3',
      `    at deeper (${helper}:2:9)`,
      expect.stringMatching(new RegExp(`^    at (?:\\w+\\.)?run \\(${work}:10:5\\)$`)),
    ]);
    // Our own calls stand in files of the other machine.
    expect(frames.slice(3).filter((line) => !line.includes('node:'))).toEqual([]);
  });

  it('one that ends takes its chunk with it, and another is there for the next', async () => {
    const lost = await outcomesOf([{ kind: 'exit', code: 3 }]);
    expect(isFailure(lost[0]!) && lost[0].error).toBeInstanceOf(WorkerLostError);
    expect(lost[0]).toMatchObject({ error: { exitCode: 3 } });
    expect(await outcomesOf([none(1)])).toEqual([{ index: 0, value: 1 }]);
  });

  it('do many chunks, each once, on times that fit between sending and receiving', async () => {
    const from = session.clock.now();
    const results = await Promise.all(
      Array.from({ length: 300 }, (_, first) => session.run({ first, tasks: [none(first)] })),
    );
    const to = session.clock.now();
    expect(results.map(({ outcomes: [outcome] }) => outcome)).toEqual(
      results.map((_, index) => ({ index, value: index })),
    );
    for (const { telemetry } of results) {
      expect(telemetry.started).toBeGreaterThanOrEqual(from);
      expect(telemetry.finished).toBeGreaterThanOrEqual(telemetry.started);
      expect(telemetry.finished).toBeLessThanOrEqual(to);
    }
    expect(new Set(results.map(({ telemetry }) => telemetry.worker))).toEqual(new Set([0, 1]));
  });

  it('count their own CPU time, and are not replaced from here', async () => {
    const usage = await session.usage();
    expect(usage.map(({ worker }) => worker)).toEqual([0, 1]);
    expect(usage.every(({ cpuMs }) => cpuMs > 0)).toBe(true);
    await expect(session.replace(0)).rejects.toThrow(UsageError);
  });

  it('refuse code that is not what its hash says', async () => {
    const { redis: client, ...connected } = await Connected.to(redis.url).then((one) => ({
      redis: one.redis,
      close: () => one.close(),
    }));
    const { hash } = await portableModule(fileURLToPath(fixture('stoppable')));
    const forge = setInterval(() => void client.set(codeKey(hash), FORGED, 'PX', 10_000), 1);
    const opened = engine.open({ ...spec, module: fixture('stoppable'), workers: 1 });
    await expect(opened).rejects.toThrow(
      /^This worker refuses the code that it was sent: it does not match its hash/,
    );
    clearInterval(forge);
    await connected.close();
    expect(said).toEqual([expect.stringMatching(/^This worker refuses the code/)]);
  });
});
