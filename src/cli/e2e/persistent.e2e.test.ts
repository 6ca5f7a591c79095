import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { readRecord } from '../../record/index.js';
import { type Report, reportSchema } from '../../report/index.js';
import { isAlive } from '../../testing/alive.js';
import { frugal, startCorewise } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const page = readFileSync(join(packageRoot, 'docs/persistent-workers.md'), 'utf8');
const python = need('python3');

/** Writes the programs of the page under the names that stand in their first comment. */
beforeAll(() => {
  const programs = [...page.matchAll(/```(?:python|sh)\n(?:#!.*\n)?# (\S+\.(?:py|sh))\n[\s\S]*?```/g)];
  for (const [block, name] of programs)
    writeFileSync(join(folder, name!), block.replace(/^```.*\n|```$/g, ''));
  expect(programs.map(([, name]) => name)).toEqual(['worker.py', 'patient_worker.py', 'worker.sh']);
  writeFileSync(join(folder, 'worker_tasks.py'), 'def work(task):\n    return 12 // (3 - int(task))\n');
  writeFileSync(
    join(folder, 'stray.py'),
    readFileSync(join(folder, 'worker.py'), 'utf8').replace(
      '    result =',
      "    print('step 1', flush=True)\n    result =",
    ),
  );
});

/** What `corewise exec --persistent` makes of its words is tested in `exec/action.test.ts`. */
const worker = (name: string, argv: string[], workers: number[]) => ({
  command: { name, argv, range: '1..4', persistent: true },
  workers,
});
const withPython = (program: string) => [python ?? 'python3', program];
const suite = {
  name: 'workers',
  sweeps: [
    worker('shell', ['sh', 'worker.sh'], [1]),
    worker('python', withPython('worker.py'), [1, 2]),
    worker('patient', withPython('patient_worker.py'), [1]),
    worker('stray', withPython('stray.py'), [1]),
  ].slice(0, python ? undefined : 1),
};

let report: Report;
const out = join(folder, 'out');
beforeAll(async () => {
  writeFileSync(join(folder, 'workers.mjs'), `export default ${JSON.stringify(suite)};`);
  const once = ['--rounds', '1', '--no-wait', '--out', out, ...frugal];
  const { code, stdout } = await corewiseHere(['run', '--suite', './workers.mjs', ...once, '--json'], folder);
  report = reportSchema.parse(JSON.parse(stdout));
  expect(code).toBe(python ? 1 : 0);
});

const cellsOf = (name: string) =>
  report.cases
    .filter(({ scenario }) => scenario === name)
    .map(({ engine, workers, status, verified }) => [engine, workers, status, verified]);
const messagesOf = (name: string) =>
  report.findings
    .filter(({ cases }) => cases.some((id) => id.startsWith(`${name}/`)))
    .map(({ message }) => message)
    .join('\n');

describe.skipIf(!python)(`persistent workers in Python${needs('python3')}`, () => {
  it('the page’s worker is measured, its start apart', async () => {
    expect(cellsOf('python')).toEqual([
      ['serial', 1, 'ok', true],
      ['persistent', 1, 'ok', true],
      ['persistent', 2, 'ok', true],
    ]);
    const { lines } = await readRecord(out);
    expect(lines.filter(({ kind }) => kind === 'ceiling').length).toBeGreaterThan(0);
    const lanes = lines.flatMap((line) =>
      line.kind === 'observation' && line.case.startsWith('python/') ? line.lanes : [],
    );
    expect(lanes.length).toBeGreaterThan(2);
    for (const { startupMs, cpuMs, peakMemoryMiB } of lanes) {
      expect(startupMs).toBeGreaterThan(0);
      if (process.platform !== 'linux') continue;
      expect(cpuMs).toBeGreaterThanOrEqual(0);
      expect(peakMemoryMiB).toBeGreaterThan(1);
    }
  });

  it('which task failed is said, and with what', () => {
    expect(messagesOf('patient')).toContain('Task 2 failed in worker 0 (serial): ZeroDivisionError: ');
  });

  it('a line that is no answer is shown', () => {
    expect(messagesOf('stray')).toContain('was ended in task 0: it printed `step 1`, which is not JSON.');
  });
});

it('the page’s worker in sh is measured', () => {
  expect(cellsOf('shell')).toEqual([
    ['serial', 1, 'ok', true],
    ['persistent', 1, 'ok', true],
  ]);
});

it.each([
  ['no tasks', ['--', 'sh', 'worker.sh'], 'A persistent command needs tasks:'],
  [
    'a place for tasks',
    ['--range', '1..4', '--', 'sh', 'worker.sh', '{}'],
    'leave {}, {file} and --stdin out.',
  ],
  ['copies', ['--copies', '2', '--', 'sh', 'worker.sh'], 'Copies are whole programs:'],
])('corewise exec refuses %s', async (_, args, message) => {
  const { code, stderr } = await corewiseHere(['exec', '--persistent', ...args], folder);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

it('corewise exec waits for no worker longer than --load-timeout', async () => {
  const args = ['--range', '1..4', '--load-timeout', '300ms', '--rounds', '1', '--no-wait', ...frugal];
  const { code, stdout } = await corewiseHere(
    ['exec', '--persistent', ...args, '--json', '--', 'sh', '-c', 'echo loading >&2; sleep 30'],
    folder,
  );
  expect(code).toBe(1);
  const { findings } = reportSchema.parse(JSON.parse(stdout));
  expect(findings.map(({ message }) => message).join('\n')).toContain(
    'had not said {"ready": true} after 300 ms. Does it flush what it prints? --load-timeout allows more. It said: loading',
  );
});

it.runIf(process.platform === 'linux')(
  'corewise exec leaves no worker behind where it is killed itself',
  async () => {
    const worker = 'trap "" TERM; echo $$ > pid; echo "{\\"ready\\": true}"; while :; do sleep 0.1; done';
    const args = ['exec', '--persistent', '--range', '1..4', '--no-wait', '--', 'sh', '-c', worker];
    const { child, ended } = startCorewise(args, folder);
    const file = join(folder, 'pid');
    const pid = () => Number(existsSync(file) && readFileSync(file, 'utf8'));
    const within = { timeout: 30_000, interval: 20 };
    await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), within);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(isAlive(pid())).toBe(false), within);
  },
);
