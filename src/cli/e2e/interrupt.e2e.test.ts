import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../record/index.js';
import { frugal, startCorewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();

// They wait for what is measured and for ends, and do so side by side.
describe.concurrent('Ctrl-C', () => {
  const long = [
    './blocks.mjs',
    ...['--workers', '1', '--chunksize', '1', '--no-wait'],
    ...frugal,
    '--dispatch',
    'map',
    '--rounds',
    '1000',
  ];
  // Its tasks take time without computing.
  beforeAll(() =>
    writeFileSync(
      join(folder, 'blocks.mjs'),
      `export default { name: 'blocks', description: 'Blocks.', params: {}, warmup: false, tasks: () => [1, 2],
  run: () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100); } };`,
    ),
  );

  async function startedRun(out: string, engine: string) {
    const run = startCorewise(['run', ...long, '--engine', engine, '--out', out], folder);
    const record = join(out, 'record.jsonl');
    const isMeasuring = () =>
      existsSync(record) && readFileSync(record, 'utf8').includes('"kind":"observation"');
    await vi.waitFor(() => expect(isMeasuring()).toBe(true), { timeout: 30_000, interval: 50 });
    return run;
  }
  const groupHasEnded = (pid: number | undefined) =>
    vi.waitFor(() => expect(() => process.kill(-pid!, 0)).toThrow('ESRCH'), { timeout: 10_000 });

  // Of a terminal, and of a program, which sends it to the command alone.
  it.each([
    ['SIGINT', 'to the group', 130, 'threads'],
    ['SIGTERM', 'to the command alone', 143, 'serial'],
    ['SIGINT', 'to the command alone', 130, 'serial'],
    ['SIGHUP', 'to the group', 129, 'serial'],
  ] as const)(
    '%s, sent %s, keeps what was measured, ends the children and exits with %i',
    async (signal, to, exitCode, engine) => {
      const out = join(folder, `${signal} ${to}`);
      const { child, ended } = await startedRun(out, engine);
      process.kill(to === 'to the group' ? -child.pid! : child.pid!, signal);
      const { code, stdout, stderr } = await ended;
      expect({ code, stderr }).toMatchObject({ code: exitCode, stderr: expect.stringContaining('Stopping') });
      expect(stdout).toContain('blocks');
      const record = await readRecord(out);
      expect(record.torn).toBe(false);
      expect(record.lines.at(-1)).toMatchObject({ kind: 'stopped', reason: 'interrupted' });
      await groupHasEnded(child.pid);
    },
  );

  /** The second signal comes once the first has been heard: the system promises no order. */
  async function interruptTwice(child: ChildProcess) {
    let said = '';
    child.stderr!.on('data', (text) => (said += text));
    child.kill('SIGINT');
    await vi.waitFor(() => expect(said).toContain('Stopping'), { timeout: 30_000, interval: 5 });
    child.kill('SIGTERM');
  }

  async function startedEndless(out: string) {
    const started = join(folder, `started-${out}`);
    const scenario = join(folder, `endless-${out}.mjs`);
    writeFileSync(
      scenario,
      `import { writeFileSync } from 'node:fs';
export default { name: 'endless', description: 'Never ends.', params: {}, tasks: () => [1], run() {
  writeFileSync(${JSON.stringify(started)}, String(process.pid));
  for (;;);
} };`,
    );
    const run = startCorewise(['run', scenario, '--no-wait', '--out', join(folder, out)], folder);
    const pid = () => Number(existsSync(started) && readFileSync(started, 'utf8'));
    await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), { timeout: 30_000, interval: 50 });
    return { ...run, pid: pid() };
  }

  it('leaves a record also where serial never ends', async () => {
    const { child, ended, pid } = await startedEndless('first');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const { lines } = await readRecord(join(folder, 'first'));
    expect(lines).toMatchObject([{ kind: 'stopped', reason: 'interrupted' }]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('a second time ends also what never ends by itself', async () => {
    const { child, ended, pid } = await startedEndless('second');
    await interruptTwice(child);
    expect((await ended).code).toBe(130);
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
  });

  it('a second time leaves at once, with a record that can be read', async () => {
    const out = join(folder, 'twice');
    const { child, ended } = await startedRun(out, 'serial');
    await interruptTwice(child);
    expect((await ended).code).toBe(130);
    expect((await readRecord(out)).lines).not.toEqual([]);
    await groupHasEnded(child.pid);
  });
});

it('what was measured until Ctrl-C can be shown again', async () => {
  const out = join(folder, 'SIGINT to the group');
  expect(await corewiseHere(['report', out], folder)).toMatchObject({ code: 0, stderr: '' });
});
