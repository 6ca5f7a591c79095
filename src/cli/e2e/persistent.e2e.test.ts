import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { readRecord } from '../../record/index.js';
import { type Report, reportSchema } from '../../report/index.js';
import { isAlive } from '../../testing/alive.js';
import { corewise, frugal, startCorewise } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const page = readFileSync(join(packageRoot, 'docs/persistent-workers.md'), 'utf8');
const python = need('python3');
let count = 0;

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

type Measured = Awaited<ReturnType<typeof measured>>;
/** All side by side: most of their time they wait. */
const runs = {} as Record<'python' | 'patient' | 'stray' | 'shell', Promise<Measured>>;
beforeAll(async () => {
  runs.shell = measured('1', 'sh', 'worker.sh');
  if (python) {
    runs.python = measured('1,2', python, 'worker.py');
    runs.patient = measured('1', python, 'patient_worker.py');
    runs.stray = measured('1', python, 'stray.py');
  }
  await Promise.all(Object.values(runs));
});

/** One round of it, with what it wrote. */
async function measured(
  workers: string,
  ...command: string[]
): Promise<{ code: number | null; report: Report; out: string }> {
  const out = join(folder, `run-${count++}`);
  const settings = [
    '--range',
    '1..4',
    '--workers',
    workers,
    '--rounds',
    '1',
    '--no-wait',
    '--out',
    out,
    ...frugal,
  ];
  const { code, stdout } = await corewise(
    ['exec', '--persistent', ...settings, '--json', '--', ...command],
    folder,
  );
  return { code, report: reportSchema.parse(JSON.parse(stdout)), out };
}

const cells = ({ cases }: Report) =>
  cases.map(({ engine, workers, status, verified }) => [engine, workers, status, verified]);
const measuredAndVerified = [
  ['serial', 1, 'ok', true],
  ['persistent', 1, 'ok', true],
  ['persistent', 2, 'ok', true],
];

describe.skipIf(!python)(`corewise exec --persistent with Python${needs('python3')}`, () => {
  it('measures the page’s worker, its start apart', async () => {
    const { code, report, out } = await runs.python;
    expect(code).toBe(0);
    expect(cells(report)).toEqual(measuredAndVerified);
    const { lines } = await readRecord(out);
    expect(lines.filter(({ kind }) => kind === 'ceiling').length).toBeGreaterThan(0);
    const lanes = lines.flatMap((line) => (line.kind === 'observation' ? line.lanes : []));
    expect(lanes.length).toBeGreaterThan(2);
    for (const { startupMs, cpuMs, peakMemoryMiB } of lanes) {
      expect(startupMs).toBeGreaterThan(0);
      if (process.platform !== 'linux') continue;
      expect(cpuMs).toBeGreaterThanOrEqual(0);
      expect(peakMemoryMiB).toBeGreaterThan(1);
    }
  });

  it('says which task failed, and with what', async () => {
    const { code, report } = await runs.patient;
    expect(code).toBe(1);
    expect(report.findings.map(({ message }) => message).join('\n')).toContain(
      'Task 2 failed in worker 0 (serial): ZeroDivisionError: ',
    );
  });

  it('shows a line that is no answer', async () => {
    const { code, report } = await runs.stray;
    expect(code).toBe(1);
    expect(report.findings.map(({ message }) => message).join('\n')).toContain(
      'was ended in task 0: it printed `step 1`, which is not JSON.',
    );
  });
});

it('measures the page’s worker in sh', async () => {
  const { code, report } = await runs.shell;
  expect(code).toBe(0);
  expect(cells(report)).toEqual(measuredAndVerified.slice(0, 2));
});

it.each([
  ['no tasks', ['--', 'sh', 'worker.sh'], 'A persistent command needs tasks:'],
  [
    'a place for tasks',
    ['--range', '1..4', '--', 'sh', 'worker.sh', '{}'],
    'leave {}, {file} and --stdin out.',
  ],
  ['copies', ['--copies', '2', '--', 'sh', 'worker.sh'], 'Copies are whole programs:'],
])('refuses %s', async (_, args, message) => {
  const { code, stderr } = await corewiseHere(['exec', '--persistent', ...args], folder);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

it('waits for no worker longer than --load-timeout', async () => {
  const args = ['--range', '1..4', '--load-timeout', '300ms', '--rounds', '1', '--no-wait', ...frugal];
  const { code, stdout } = await corewise(
    ['exec', '--persistent', ...args, '--json', '--', 'sh', '-c', 'echo loading >&2; sleep 30'],
    folder,
  );
  expect(code).toBe(1);
  const { findings } = reportSchema.parse(JSON.parse(stdout));
  expect(findings.map(({ message }) => message).join('\n')).toContain(
    'had not said {"ready": true} after 300 ms. Does it flush what it prints? --load-timeout allows more. It said: loading',
  );
});

it.runIf(process.platform === 'linux')('leaves no worker behind where it is killed itself', async () => {
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
});
