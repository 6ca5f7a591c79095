import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../record/index.js';
import { type Report, reportSchema } from '../../report/index.js';
import { isAlive } from '../../testing/alive.js';
import { corewise, type Ended, startCorewise } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const within = { timeout: 30_000, interval: 20 };
const isLinux = process.platform === 'linux';

/** A line for each argument, after some work. */
writeFileSync(
  join(folder, 'work.cjs'),
  'for (const arg of process.argv.slice(2)) { let sum = 0; for (let i = 0; i < 3e6; i++) sum += i % (Number(arg) + 2); console.log(sum); }',
);

const reportIn = (out: string): Report =>
  reportSchema.parse(JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')));
const idsOf = ({ cases }: Report) => cases.map(({ id }) => id).sort();

async function exec(out: string, ...args: string[]): Promise<Ended> {
  return corewise(['exec', '--no-wait', '--out', out, ...args], folder);
}

describe('a process for each chunk', () => {
  const settings = ['--range', '1..6', '--workers', '1,2', '--chunksize', '1,3', '--rounds', '3'];
  let ended: Ended;
  beforeAll(async () => {
    ended = await exec('chunks', ...settings, '--', 'node', 'work.cjs', '{}');
  });

  it('is measured against the same processes one at a time, for each chunksize', () => {
    expect(ended).toMatchObject({ code: 0 });
    expect(idsOf(reportIn('chunks'))).toEqual([
      'work/commands/imapUnordered/w1/c1',
      'work/commands/imapUnordered/w1/c3',
      'work/commands/imapUnordered/w2/c1',
      'work/commands/imapUnordered/w2/c3',
      'work/serial/c1',
      'work/serial/c3',
    ]);
  });

  it('has the results of serial, and every figure of a scenario', () => {
    const { cases, recommendations, fits, scenarios } = reportIn('chunks');
    expect(cases.filter(({ engine }) => engine !== 'serial').map(({ verified }) => verified)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(cases.every(({ speedup, wallMs }) => speedup !== null && wallMs !== null)).toBe(true);
    const two = cases.find(({ id }) => id === 'work/commands/imapUnordered/w2/c1')!;
    expect(two).toMatchObject({ bound: { binds: expect.any(String) }, lossWorkerMs: expect.any(Object) });
    expect(two.ceiling).not.toBeNull();
    expect(recommendations).toHaveLength(1);
    expect(fits.length).toBeGreaterThan(0);
    expect(scenarios[0]?.description).toBe('node work.cjs {}: 6 tasks, a process for each chunk.');
  });

  it('counts what is the same run once, for serial and for one worker', async () => {
    const { header, lines } = await readRecord(join(folder, 'chunks', 'record.jsonl'));
    const ordersOf = (id: string) =>
      lines.flatMap((line) =>
        line.kind === 'observation' && line.case === id ? [`${line.round} ${line.order}`] : [],
      );
    for (const chunksize of [1, 3]) {
      const [serial, one, two] = ['serial', 'commands/imapUnordered/w1', 'commands/imapUnordered/w2'].map(
        (setting) => ordersOf(`work/${setting}/c${chunksize}`),
      );
      // More than three where other load had visits repeated.
      expect(serial!.length).toBeGreaterThanOrEqual(3);
      expect(serial).toEqual(one);
      expect(two!.filter((order) => serial!.includes(order))).toEqual([]);
    }
    expect(header.scenarios[0]?.command).toMatchObject({ kind: 'chunks', argv: ['node', 'work.cjs', '{}'] });
  });

  it('says so in 80 columns', () => {
    expect(Math.max(...ended.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(ended.stdout).not.toMatch(/\bpool\b/);
  });

  it('is a record like any other: shown again and compared', async () => {
    const again = await corewiseHere(
      ['report', join(folder, 'chunks'), '--format', 'json', '--out', 'again'],
      folder,
    );
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(reportIn('again')).toEqual(reportIn('chunks'));
    await exec('after', ...settings, '--', 'node', 'work.cjs', '{}');
    const compared = await corewiseHere(['compare', 'after', '--against', 'chunks', '--json'], folder);
    expect(compared.code).toBe(0);
    expect(compared.stdout).toContain('work');
  });
});

describe.skipIf(!need('xz'))(`a program that parallelises itself${needs('xz')}`, () => {
  let report: Report;
  beforeAll(async () => {
    writeFileSync(join(folder, 'numbers'), Array.from({ length: 300_000 }, (_, n) => `${n}\n`).join(''));
    const { code } = await exec(
      'xz',
      ...['--workers', '1,2', '--rounds', '3'],
      ...['--', 'xz', '-1', '-kf', '--block-size=256KiB', '-T{workers}', 'numbers'],
    );
    expect(code).toBe(0);
    report = reportIn('xz');
  });

  it('is measured against itself, told 1', () => {
    expect(idsOf(report)).toEqual(['xz/self-parallel/w1', 'xz/self-parallel/w2', 'xz/serial']);
    expect(report.recommendations[0]?.headline).toMatch(/^xz: .*1 worker/);
  });

  it('has its law and its loss; no ceiling, since two of it need not bear each other', () => {
    const two = report.cases.find(({ workers }) => workers === 2)!;
    expect(two).toMatchObject({ ceiling: null, dispatch: 'apply', lossWorkerMs: expect.any(Object) });
    expect(report.fits).toHaveLength(1);
    expect(report.findings.map(({ check }) => check)).not.toContain('not-verified');
  });

  it.runIf(isLinux)('has its memory at each count', () => {
    const memory = report.cases.map(({ peakMemoryMiB }) => peakMemoryMiB);
    expect(memory.every((mib) => mib !== null && mib > 0)).toBe(true);
  });
});

it('copies are throughput, and their own ceiling', async () => {
  const { code } = await exec('copies', '--copies', '1..2', '--rounds', '2', '--', 'node', 'work.cjs', '5');
  expect(code).toBe(0);
  const { cases } = reportIn('copies');
  const two = cases.find(({ workers }) => workers === 2)!;
  expect(two.id).toBe('work/commands/w2');
  expect(two.ceiling).toEqual(two.scaling);
  expect(
    two.throughput!.value / cases.find(({ engine }) => engine === 'serial')!.throughput!.value,
  ).toBeGreaterThan(0.5);
});

it('tasks come from standard input', async () => {
  const { code, stdout } = await corewise(
    [
      'exec',
      '--no-wait',
      '--json',
      '--rounds',
      '1',
      '--workers',
      '1',
      '--lines',
      'tasks',
      '--out',
      'lines',
      '--',
      'cat',
      '{file}',
    ],
    writeTasks('a b\n\n-c\n'),
  );
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as Report).scenarios[0]?.tasks).toBe(3);
});

function writeTasks(text: string): string {
  writeFileSync(join(folder, 'tasks'), text);
  return folder;
}

describe('what cannot be', () => {
  it.each<[string, string[], string]>([
    ['no command', [], 'There is no command. Write it after --'],
    ['a command before --', ['sleep', '1'], 'Write the command after --, so that its options are its own'],
    [
      'no placeholder',
      ['--', 'node', 'work.cjs'],
      'does not say where the number of workers or the tasks go',
    ],
    [
      'a missing program',
      ['--', 'nodee', '{workers}'],
      'There is no program "nodee" on PATH. Did you mean "node"?',
    ],
    [
      'copies and workers',
      ['--copies', '2', '--workers', '2', '--', 'node'],
      'leave --workers out, or --copies',
    ],
    ['a range that is none', ['--range', '12', '--', 'node', '{}'], '"12" is not a range'],
    ['a variable without a value', ['--env', 'X', '--', 'node'], 'Write NAME=value'],
  ])('%s is refused, with what would be right', async (_, args, message) => {
    const { code, stderr } = await corewiseHere(['exec', ...args], folder);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stderr).not.toContain('    at ');
  });
});

it('a task that fails is a failed case, with its story; the others go on', async () => {
  const program = `const [task] = process.argv.slice(1); if (process.env.COUNT !== '1' && task === '2') { console.error('cannot do', task); process.exit(3); }`;
  const { code, stdout } = await exec(
    'failing',
    ...['--range', '1..3', '--workers', '1,2', '--rounds', '1', '--env', 'COUNT={workers}', '--no-verify'],
    ...['--', 'node', '-e', program, '--', '{}'],
  );
  expect(code).toBe(1);
  expect(stdout).toContain('it exited with code 3');
  const { cases, findings } = reportIn('failing');
  expect(cases.map(({ workers, status }) => [workers, status])).toEqual([
    [1, 'ok'],
    [1, 'ok'],
    [2, 'failed'],
  ]);
  const failed = findings.find(({ check }) => check === 'task-failed')!;
  expect(failed.message).toContain('Task 1 ("2") failed in worker');
  expect(failed.details).toEqual(['cannot do 2']);
  const { lines } = await readRecord(join(folder, 'failing', 'record.jsonl'));
  expect(lines.find(({ kind }) => kind === 'failed')).toMatchObject({
    how: 'task',
    process: { exitCode: 3, signal: null, stderr: 'cannot do 2' },
  });
});

describe.runIf(isLinux)('nothing survives', () => {
  /** A program that ignores being asked, with a child of its own; both write their pids. */
  const stubborn = (file: string) =>
    `trap '' TERM INT HUP; (trap '' TERM INT HUP; echo $$ >> '${file}'; sh -c 'echo $$' >> '${file}'; while :; do sleep 0.05; done) & echo $! >> '${file}'; while :; do sleep 0.05; done`;
  const pidsIn = (file: string) =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number) : [];

  it.each<[string, NodeJS.Signals]>([
    ['Ctrl-C', 'SIGINT'],
    ['the death of corewise', 'SIGKILL'],
  ])('%s', async (name, signal) => {
    const file = join(folder, `pids-${signal}`);
    const { child, ended } = startCorewise(
      [
        'exec',
        '--no-wait',
        '--out',
        `out-${signal}`,
        '--range',
        '1..2',
        '--',
        'sh',
        '-c',
        stubborn(file),
        'sh',
        '{}',
      ],
      folder,
    );
    await vi.waitFor(() => expect(pidsIn(file).filter(isAlive).length).toBeGreaterThan(1), within);
    child.kill(signal);
    await ended;
    await vi.waitFor(() => expect(pidsIn(file).filter(isAlive), name).toEqual([]), within);
  });
});

describe('a suite', () => {
  it('may hold commands beside modules', async () => {
    writeFileSync(
      join(folder, 'both.mjs'),
      `export default { name: 'both', sweeps: [
        { scenario: 'cycles', params: { iterations: 100000 }, engines: ['serial', 'threads'], workers: [1], chunksizes: [1] },
        { command: { argv: ['node', 'work.cjs', '{}'], range: '1..2' }, workers: [2] },
        { command: { name: 'elsewhere', argv: ['no-such-program', '{}'], range: '1..2' }, workers: [2] },
      ] };`,
    );
    const run = ['run', '--suite', './both.mjs', '--rounds', '1', '--no-wait', '--out', 'both'];
    const { code } = await corewise(run, folder);
    expect(code).toBe(0);
    const { cases, scenarios } = reportIn('both');
    expect(scenarios.map(({ name }) => name)).toEqual(['cycles', 'work', 'elsewhere']);
    expect(cases.filter(({ scenario }) => scenario === 'elsewhere')).toMatchObject([
      {
        status: 'skipped',
        reason: expect.stringContaining('There is no program "no-such-program" on PATH.'),
      },
    ]);
  });

  it('is told what is wrong with a command in it', async () => {
    writeFileSync(
      join(folder, 'wrong.mjs'),
      `export default { name: 'wrong', sweeps: [{ scenario: 'cycles', command: { argv: [] } }] };`,
    );
    const { code, stderr } = await corewiseHere(['run', '--suite', './wrong.mjs'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('"sweeps.0.command.argv" must name a program');
  });

  it('of commands is what init --exec writes, and runs', async () => {
    const { code, stdout } = await corewise(['init', 'mine', '--exec', '--json'], folder);
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 0,
      file: 'mine.ts',
      command: 'npx corewise run --suite ./mine.ts',
    });
    const run = [
      'run',
      '--suite',
      './mine.ts',
      '--workers',
      '2',
      '--chunksize',
      '4',
      '--rounds',
      '1',
      '--no-wait',
    ];
    const ended = await corewise([...run, '--out', 'mine'], folder);
    expect(ended).toMatchObject({ code: 0 });
    expect(reportIn('mine').scenarios.map(({ name }) => name)).toEqual(['chains-node', 'chains-python']);
  });
});
