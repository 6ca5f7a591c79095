import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readHost } from '../../host/index.js';
import { measure } from '../../index.js';
import { type MachineChange, readRecord } from '../../record/index.js';
import type { Report } from '../../report/index.js';
import { commandFile, corewise, startCorewise, startProgram } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();

/** A scenario with more functions than it needs, after some lines of its module. */
function scenario(name: string, more: string): string {
  writeFileSync(
    join(folder, `${name}.mjs`),
    `import { isMainThread } from 'node:worker_threads';
const block = (ms) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); };
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const kept = [];
export default { name: '${name}', description: 'Goes beyond a limit.', params: {}, tasks: () => [0, 1, 2, 3], run: (n) => n, ${more} };`,
  );
  return `./${name}.mjs`;
}

async function run(path: string, ...options: string[]) {
  const args = ['run', path, '--engine', 'serial,threads', '--workers', '1', '--rounds', '1', '--no-wait'];
  const { code, stdout, stderr } = await corewise([...args, '--json', ...options], folder);
  expect(stdout, stderr).not.toBe('');
  const { cases } = JSON.parse(stdout) as Report;
  const [serial, threads] = ['serial', 'threads'].map((name) => cases.find(({ engine }) => engine === name)!);
  return { code, serial: serial!, threads: threads! };
}

// They wait for their bounds, and do so side by side.
describe.concurrent('--case-timeout', () => {
  it.each([
    ['setup', 'setup: () => isMainThread || wait(1e6),', 'a worker for setup had not become ready'],
    [
      'a-task',
      'warmup: false, run: (n) => { if (!isMainThread && n === 3) for (;;); return n; },',
      'task 3 of a-task had not returned, in worker 0 \\(threads\\)|one of 4 tasks from task 0 on of a-task had not returned.*',
    ],
  ])('ends the visit, names %s and goes on with the others', async (name, more, within) => {
    const { code, serial, threads } = await run(scenario(name, more), '--case-timeout', '3s');
    expect(serial.status).toBe('ok');
    expect(threads).toMatchObject({ status: 'failed' });
    expect(threads.reason).toMatch(
      new RegExp(
        `^${name}/threads/\\S+ had not ended when its 3\\.00 s were over: (${within})\\. --case-timeout allows more\\.$`,
      ),
    );
    expect(code).toBe(1);
  });

  it('ends a visit of which no step is long', async () => {
    const path = scenario('steps', 'prepare: () => wait(300),');
    const { code, threads } = await run(path, '--case-timeout', '2s');
    expect(threads.reason).toMatch(
      /^steps\/threads\/\S+ had not ended when its 2\.00 s were over: .*\. --case-timeout allows more\.$/,
    );
    expect(code).toBe(1);
  });

  it('is for the reference, too', async () => {
    const path = scenario('reference', 'run: async (n) => { await wait(1_500); return n; },');
    const { code, serial, threads } = await run(path, '--case-timeout', '2s');
    const reason =
      /^serial failed: serial pass of reference had not ended when its 2\.00 s were over: (task \d|one of .*) of reference( \(warm-up\))? had not returned(, in worker 0 \(serial\))?\. --case-timeout allows more\.$/;
    for (const one of [serial, threads])
      expect(one).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
    expect(code).toBe(1);
  });
});

describe.concurrent('--max-worker-memory', () => {
  it('ends a worker that takes more, and names it; serial is none', async () => {
    const eats = `warmup: false, run: (n) => { if (!isMainThread && n === 2) for (let mib = 0; mib < 500; mib++) kept.push(Array.from({ length: 2 ** 17 }, (_, i) => i + 0.5)); return n; },`;
    const { code, serial, threads } = await run(scenario('eats', eats), '--max-worker-memory', '200MiB');
    expect(serial.status).toBe('ok');
    expect(threads.reason).toMatch(
      /^Worker 0 \(threads\) took (\d+ MiB, )?more than the 200 MiB of --max-worker-memory, in (task 2|one of .*)\.$/,
    );
    expect(code).toBe(1);
  });

  it('is no reason where nothing takes so much', async () => {
    const { code, threads } = await run(scenario('modest', ''), '--max-worker-memory', '1.5GiB');
    expect(threads.status).toBe('ok');
    expect(code).toBe(0);
  });
});

it('what does not fit into the machine is not started', async () => {
  const host = { ...(await readHost()), memoryGiB: 0.12, memoryLimitGiB: null };
  const path = join(folder, scenario('fits', ''));
  const suite = { name: 'fits', sweeps: [{ scenario: path, engines: ['processes'], workers: [1, 16] }] };
  const report = await measure(suite, { host, rounds: 1, observationMs: 20, waitForQuiet: false });
  const [one, many] = [1, 16].map((workers) =>
    report.cases.find((of) => of.workers === workers && of.engine === 'processes'),
  );
  expect(one).toMatchObject({ status: 'ok' });
  expect(many).toMatchObject({
    status: 'skipped',
    reason: expect.stringMatching(
      /^16 processes × \d+(\.\d+)? MiB(.*)?, as measured with 1, need .*; this machine has 123 MiB\.$/,
    ),
  });
});

describe.skipIf(process.platform === 'win32')('a limit on open files', () => {
  /** Under so many of them. */
  const under = (files: number, ...args: string[]) =>
    startProgram(
      'sh',
      ['-c', `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, commandFile, ...args],
      folder,
    ).ended;

  it.each(['threads', 'processes'])('is named where workers need more: %s', async (engine) => {
    const path = scenario(`open-${engine}`, '');
    const more = ['--engine', engine, '--workers', '40', '--rounds', '1', '--no-wait', '--json'];
    const { code, stdout, stderr } = await under(80, 'run', path, ...more);
    expect(stdout, stderr).not.toBe('');
    const { cases } = JSON.parse(stdout) as Report;
    expect(cases.find(({ workers }) => workers === 40)).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(
        /EMFILE.*this process have (80 files|no more files) open at once \(ulimit -n\)/,
      ),
    });
    expect(code).toBe(1);
  });

  it('is named where there are too few to begin with', async () => {
    const { code, stderr } = await under(24, 'run', scenario('open-none', ''), '--rounds', '1');
    expect(stderr).toMatch(/\(ulimit -n\)/);
    expect(stderr).not.toMatch(/Please report this|package/);
    expect(code).toBe(1);
  });
});

it('of 64 programs at once every output is read to its end, however busy this machine is', async () => {
  const args = ['--range', '1..100', '--workers', '64', '--rounds', '1', '--no-wait', '--json'];
  const { stdout } = await corewise(['exec', ...args, '--', 'sh', '-c', 'sleep 0.05; echo {}'], folder);
  const { cases } = JSON.parse(stdout) as Report;
  expect(cases.find(({ workers }) => workers === 64)).toMatchObject({ status: 'ok', verified: true });
});

const setpriv = need('setpriv');
const isRoot = process.getuid?.() === 0;

it.skipIf(!setpriv || !isRoot)(
  `a limit on processes and threads ends the run, with its name (as root)${needs('setpriv')}`,
  async () => {
    const path = scenario('few-threads', '');
    chmodSync(folder, 0o777);
    const user = ['--reuid=54399', '--regid=54399', '--clear-groups'];
    const limited = ['prlimit', '--nproc=20:20', process.execPath, commandFile];
    const args = [
      'run',
      path,
      '--engine',
      'threads',
      '--workers',
      '1',
      '--rounds',
      '1',
      '--out',
      join(folder, 'of-few'),
    ];
    const { code, stderr } = await startProgram(setpriv!, [...user, ...limited, ...args], folder, {
      HOME: folder,
    }).ended;
    expect(stderr).toMatch(/ulimit -u/);
    expect(stderr).not.toContain('Please report this');
    expect(code).toBe(1);
  },
);

const taskset = need('taskset');
const hasTwoCpus = (await readHost()).allowed.length > 1;

it.skipIf(!taskset || !hasTwoCpus)(
  `CPUs that are taken away in the middle of a run are noticed, and said${needs('taskset')}`,
  async () => {
    const out = join(folder, 'affinity');
    const work = scenario(
      'computes',
      'run: (n) => { const end = Date.now() + 20; while (Date.now() < end); return n; },',
    );
    const args = ['run', work, '--engine', 'threads', '--workers', '2', '--dispatch', 'map', '--rounds', '4'];
    const { child, ended } = startCorewise([...args, '--no-wait', '--quiet', '--out', out], folder);
    const record = join(out, 'record.jsonl');
    const reached = () => existsSync(record) && readFileSync(record, 'utf8').includes('"round":2');
    await vi.waitFor(() => expect(reached()).toBe(true), { timeout: 60_000, interval: 10 });
    const { allowed } = (await readRecord(out)).header.host;
    spawnSync(taskset!, ['-a', '-p', '-c', String(allowed[0]), String(child.pid)]);
    const { code } = await ended;
    expect(code).toBe(0);
    const { lines } = await readRecord(out);
    const [change, ...others] = lines.filter((line): line is MachineChange => line.kind === 'machine');
    expect(others).toEqual([]);
    expect(change).toMatchObject({ allowed: [allowed[0]] });
    expect(change!.round).toBeGreaterThanOrEqual(2);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    expect(report.findings.find(({ check }) => check === 'machine-changed')?.message).toMatch(
      new RegExp(`^The CPUs this run may use changed from .* to ${allowed[0]} in round ${change!.round}\\.`),
    );
  },
);
