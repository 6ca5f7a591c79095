import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../testing/alive.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { isFailure } from '../session/index.js';
import { commandSessions, node, runAll, shell, valuesOf } from './testing/command-sessions.js';

const folder = temporaryFolder();
const isLinux = process.platform === 'linux';
const within = { timeout: 10_000, interval: 20 };

const { specOf, openWith, said, closeAll } = commandSessions(folder);
afterEach(closeAll);

/** The pid that a program wrote there. */
const pidIn = (file: string) => Number(existsSync(file) ? readFileSync(file, 'utf8') : 0);

describe.runIf(isLinux)('what a program leaves behind', () => {
  it('in its group is ended with it, and its time is not part of the chunk', async () => {
    const file = join(folder, 'grandchild');
    const session = await openWith(specOf(shell(`sleep 1000 & echo $! > '${file}'; echo done`)));
    const { outcomes, telemetry } = await session.run({ first: 0, tasks: ['x'] });
    expect(valuesOf(outcomes)).toEqual(['done\n']);
    expect(telemetry.finished).toBeLessThan(session.clock.now());
    expect(pidIn(file)).toBeGreaterThan(0);
    await vi.waitFor(() => expect(isAlive(pidIn(file))).toBe(false), within);
    expect(said.at(-1)?.message).toContain('They were ended');
  });

  it.skipIf(!need('setsid'))(`as a daemon is ended with the session${needs('setsid')}`, async () => {
    const file = join(folder, 'daemon');
    const session = await openWith(
      specOf(
        shell(
          `setsid sh -c 'echo $$ > "${file}"; exec sleep 1000' < /dev/null > /dev/null 2>&1 & while ! [ -s '${file}' ]; do sleep 0.01; done`,
        ),
      ),
    );
    await runAll(session, ['x']);
    expect(isAlive(pidIn(file))).toBe(true);
    await session.close();
    expect(isAlive(pidIn(file))).toBe(false);
    expect(said.at(-1)?.message).toContain('They were ended');
  });

  it('in temporary files goes with the session', async () => {
    const session = await openWith(specOf(['dirname', '{file}']));
    const [path] = valuesOf(await runAll(session, ['x'])) as [string];
    expect(readdirSync(path.trim())).toContain('tasks-0.txt');
    await session.close();
    expect(existsSync(path.trim())).toBe(false);
  });
});

describe.runIf(isLinux)('counters', () => {
  const burn = (ms: number) =>
    `const end = process.cpuUsage().user + ${ms}e3; while (process.cpuUsage().user < end) for (let i = 0; i < 1e5; i++);`;

  it('are of the program and of what it started and waited for', async () => {
    const child = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(burn(200))}]);`;
    const session = await openWith(specOf(node(`${burn(200)} ${child}`)));
    const { telemetry } = await session.run({ first: 0, tasks: ['x'] });
    expect(telemetry.cpuNs! / 1e6).toBeGreaterThan(350);
    const [usage] = await session.usage();
    expect(usage!.cpuMs).toBeCloseTo(telemetry.cpuNs! / 1e6);
    expect(usage!.waitMs).toBeGreaterThanOrEqual(0);
    expect(usage!.threads).toBeGreaterThan(1);
  });

  it('tell the peak memory of the whole tree', async () => {
    const hold = 'const held = Buffer.alloc(100 << 20, 1);';
    // On a busy machine a look takes long, and the next one comes so much later.
    const stay = 'setTimeout(() => held.length, 1000);';
    const child = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(`${hold} ${stay}`)}]);`;
    const session = await openWith(specOf(node(`${hold} ${child} held.length;`)));
    await session.run({ first: 0, tasks: ['x'] });
    expect((await session.usage())[0]!.peakMemoryMiB).toBeGreaterThan(200);
  });
});

it('ends everything at once when told to', async () => {
  const session = await openWith(specOf(['sleep', '1000']), { workers: 2 });
  const running = [session.run({ first: 0, tasks: ['a'] }, 0), session.run({ first: 1, tasks: ['b'] }, 1)];
  await vi.waitFor(() => expect(session.running?.()).toHaveLength(2), within);
  await session.terminate();
  const outcomes = (await Promise.all(running)).flatMap((result) => result.outcomes);
  expect(outcomes.every(isFailure)).toBe(true);
});
