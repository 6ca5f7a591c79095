import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../record/index.js';
import { type Report, reportSchema } from '../../report/index.js';
import { commandFile, type Ended, frugal, startProgram } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const isLinux = process.platform === 'linux';
const xz = need('xz');

/** A line for each argument, after a moment that takes no CPU time: what is measured is not looked at here. */
const work = ['sh', '-c', 'sleep 0.05; printf "did %s\\n" "$@"', 'work'];
const failing = `[ "$COUNT" = 1 ] || [ "$1" != 2 ] || { echo "cannot do $1" >&2; exit 3; }`;
const chunks = ['--range', '1..4', '--workers', '1,2', '--chunksize', '1,2', '--', ...work, '{}'];

/** The command is in the test's own process; what it starts is not. */
const commands = {
  chunks,
  xz: ['--workers', '1,2', '--', 'xz', '-1', '-kf', '--block-size=256KiB', '-T{workers}', 'numbers'],
  copies: ['--copies', '1..2', '--', ...work],
  slow: ['--range', '1..1', '--workers', '1', '--task-timeout', '200ms', '--', 'sleep', '100', '{}'],
} as const;
type Name = keyof typeof commands;
const ended = {} as Record<Name | 'lines' | 'suite' | 'init', Ended>;

beforeAll(async () => {
  writeFileSync(join(folder, 'numbers'), Array.from({ length: 150_000 }, (_, n) => `${n}\n`).join(''));
  writeFileSync(join(folder, 'both.mjs'), `export default ${JSON.stringify(suite)};`);
  writeFileSync(join(folder, 'mine.mjs'), module);
  const names = (Object.keys(commands) as Name[]).filter((name) => name !== 'xz' || xz);
  await Promise.all([
    ...names.map(async (name) => {
      ended[name] = await measured('exec', '--out', name, ...commands[name]);
    }),
    tenThousandLines(),
    measured('run', '--suite', './both.mjs', '--out', 'suite').then((all) => (ended.suite = all)),
    written(),
  ]);
});

/** There are intervals from two rounds on. */
const withIntervals: readonly string[] = ['chunks', 'xz', 'copies'];

function measured(command: string, ...args: readonly string[]): Promise<Ended> {
  const rounds = args.some((arg) => withIntervals.includes(arg)) ? '2' : '1';
  return corewiseHere([command, '--no-wait', ...frugal, '--rounds', rounds, ...args], folder);
}

/** Through a pipe, as a shell gives them. */
async function tenThousandLines(): Promise<void> {
  const line = `seq 10000 | "$0" "$@"`;
  const args = [
    '--no-wait',
    ...frugal,
    '--rounds',
    '1',
    '--lines',
    '-',
    '--workers',
    '2',
    '--chunksize',
    '5000',
  ];
  const rest = ['--out', 'lines', '--json', '--', 'sh', '-c', 'sleep 0.2; wc -l < "$1"', 'sh', '{file}'];
  const words = ['-c', line, process.execPath, commandFile, 'exec', ...args, ...rest];
  ended.lines = await startProgram('sh', words, folder).ended;
}

const module = `export default { name: 'mine', description: 'Doubles.', params: {}, warmup: false,
  tasks: () => [1, 2], run: (n) => 2 * n };`;
/** What `corewise exec` makes of its options is tested in `exec/action.test.ts`. */
const suite = {
  name: 'both',
  sweeps: [
    { scenario: './mine.mjs', engines: ['serial'] },
    {
      command: {
        ...{ name: 'failing', argv: ['sh', '-c', failing, 'sh', '{}'], range: '1..3' },
        ...{ env: { COUNT: '{workers}' }, verify: false },
      },
      workers: [1, 2],
    },
    { command: { argv: ['echo', '{workers}'], serial: ['echo', 'no workers'] }, workers: [2] },
    {
      command: { name: 'differing', argv: ['sh', '-c', 'echo $$; sleep 0.2', 'sh', '{}'], range: '1..2' },
      workers: [2],
    },
    { command: { name: 'elsewhere', argv: ['no-such-program', '{}'], range: '1..2' }, workers: [2] },
  ],
};

async function written(): Promise<void> {
  const { code, stdout } = await corewiseHere(['init', 'mine', '--exec', '--json'], folder);
  expect({ code, ...JSON.parse(stdout) }).toEqual({
    code: 0,
    file: 'mine.ts',
    command: 'npx corewise run --suite ./mine.ts',
  });
  const file = join(folder, 'mine.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('10000', '500').replaceAll('1..8', '1..2'));
  const small = ['--workers', '1', '--chunksize', '2', '--out', 'init'];
  ended.init = await measured('run', '--suite', './mine.ts', ...small);
}

const reportIn = (out: string): Report =>
  reportSchema.parse(JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')));
const idsOf = ({ cases }: Report) => cases.map(({ id }) => id).sort();

describe('a process for each chunk', () => {
  it('is measured against the same processes one at a time, for each chunksize', () => {
    expect(ended.chunks).toMatchObject({ code: 0 });
    expect(idsOf(reportIn('chunks'))).toEqual([
      'work/commands/imapUnordered/w1/c1',
      'work/commands/imapUnordered/w1/c2',
      'work/commands/imapUnordered/w2/c1',
      'work/commands/imapUnordered/w2/c2',
      'work/serial/c1',
      'work/serial/c2',
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
    expect(scenarios[0]?.description).toMatch(/^sh -c .+ work {}: 4 tasks, a process for each chunk\.$/);
  });

  it('counts what is the same run once, for serial and for one worker', async () => {
    const { header, lines } = await readRecord(join(folder, 'chunks', 'record.jsonl'));
    const ordersOf = (id: string) =>
      lines.flatMap((line) =>
        line.kind === 'observation' && line.case === id ? [`${line.round} ${line.order}`] : [],
      );
    for (const chunksize of [1, 2]) {
      const [serial, one, two] = ['serial', 'commands/imapUnordered/w1', 'commands/imapUnordered/w2'].map(
        (setting) => ordersOf(`work/${setting}/c${chunksize}`),
      );
      // Other load has visits repeated, of one of them alone.
      const shared = serial!.filter((visit) => one!.includes(visit));
      const roundsOf = (visits: readonly string[]) => new Set(visits.map((visit) => visit.split(' ')[0]));
      expect(shared.length).toBeGreaterThan(0);
      expect(roundsOf(shared)).toEqual(roundsOf(serial!));
      expect(two!.filter((visit) => serial!.includes(visit))).toEqual([]);
    }
    expect(header.scenarios[0]?.command).toMatchObject({ kind: 'chunks', argv: [...work, '{}'] });
  });

  it('says so in 80 columns', () => {
    const { stdout } = ended.chunks;
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/\bpool\b|\bthreads?\b/);
  });

  it('is a record like any other: shown again and compared', async () => {
    const again = await corewiseHere(
      ['report', join(folder, 'chunks'), '--format', 'json', '--out', 'again'],
      folder,
    );
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(reportIn('again')).toEqual(reportIn('chunks'));
    const record = readFileSync(join(folder, 'chunks', 'record.jsonl'), 'utf8');
    mkdirSync(join(folder, 'after'));
    writeFileSync(
      join(folder, 'after', 'record.jsonl'),
      record.replace(/"startedAt":"\d+/, '"startedAt":"2001'),
    );
    const compared = await corewiseHere(['compare', 'after', '--against', 'chunks', '--json'], folder);
    expect(compared.code).toBe(0);
    expect(compared.stdout).toContain('work');
  });
});

describe.skipIf(!xz)(`a program that parallelises itself${needs('xz')}`, () => {
  it('is measured against itself, told 1', () => {
    expect(ended.xz).toMatchObject({ code: 0 });
    const report = reportIn('xz');
    expect(idsOf(report)).toEqual(['xz/self-parallel/w1', 'xz/self-parallel/w2', 'xz/serial']);
    expect(report.recommendations[0]?.headline).toMatch(/^xz: .*2 workers/);
  });

  it('has its law and its loss; no ceiling, since two of it need not bear each other', () => {
    const report = reportIn('xz');
    const two = report.cases.find(({ workers }) => workers === 2)!;
    expect(two).toMatchObject({ ceiling: null, dispatch: 'apply', lossWorkerMs: expect.any(Object) });
    expect(report.fits).toHaveLength(1);
    const checks = report.findings.map(({ check }) => check);
    expect(checks).not.toContain('not-verified');
    expect(checks).not.toContain('chunks-starve-workers');
  });

  it.runIf(isLinux)('has its memory at each count', () => {
    const memory = reportIn('xz').cases.map(({ peakMemoryMiB }) => peakMemoryMiB);
    expect(memory.every((mib) => mib !== null && mib > 0)).toBe(true);
  });

  it('is planned with, or measured again where that leaves the gain open', async () => {
    const demand = ['--throughput', '5/s', '--json'];
    const { code, stdout, stderr } = await corewiseHere(['plan', join(folder, 'xz'), ...demand], folder);
    if (code === 0) expect(JSON.parse(stdout)).toMatchObject({ schema: 'corewise/plan/1' });
    else expect(stderr).toMatch(/more workers gain on xz: .*: npx corewise exec .* --max-time \d+m -- xz -1/);
  });
});

it('a program has a serial form where it is given one', async () => {
  expect(idsOf(reportIn('suite')).filter((id) => id.startsWith('echo/'))).toEqual([
    'echo/self-parallel/w1',
    'echo/self-parallel/w2',
    'echo/serial',
  ]);
  const { header, lines } = await readRecord(join(folder, 'suite', 'record.jsonl'));
  const { command } = header.scenarios.find(({ name }) => name === 'echo')!;
  expect(command).toMatchObject({ serial: ['echo', 'no workers'] });
  const orders = lines.flatMap((line) =>
    line.kind === 'observation' && line.case.startsWith('echo/') ? [`${line.round} ${line.order}`] : [],
  );
  expect(orders.length).toBeGreaterThan(2);
  // Another run than that of one worker.
  expect(new Set(orders).size).toBe(orders.length);
});

it('copies are throughput, and their own ceiling', () => {
  expect(ended.copies).toMatchObject({ code: 0 });
  const { cases } = reportIn('copies');
  const two = cases.find(({ workers }) => workers === 2)!;
  expect(two.id).toBe('work/commands/w2');
  expect(two.ceiling).toEqual(two.scaling);
  const serial = cases.find(({ engine }) => engine === 'serial')!;
  expect(two.throughput!.value / serial.throughput!.value).toBeGreaterThan(0.5);
});

it('10,000 tasks come through a pipe, and go to programs in files', () => {
  expect(ended.lines).toMatchObject({ code: 0 });
  const { scenarios, cases } = JSON.parse(ended.lines.stdout) as Report;
  expect(scenarios[0]?.tasks).toBe(10_000);
  expect(cases.map(({ status, chunksize }) => [status, chunksize])).toEqual(cases.map(() => ['ok', 5000]));
});

it('outputs that differ by nature are a failed case, and the way out is said', () => {
  expect(ended.suite.code).toBe(1);
  const { cases, findings } = reportIn('suite');
  const two = cases.find(({ scenario, workers }) => scenario === 'differing' && workers === 2)!;
  expect(two).toMatchObject({ status: 'failed' });
  const finding = findings.find(({ cases: of, advice }) => of.includes(two.id) && /--no-verify/.test(advice));
  expect(finding).toMatchObject({ severity: 'error' });
});

it('a program that takes too long is ended, and the option named that allows more', () => {
  expect(ended.slow.code).toBe(1);
  expect(ended.slow.stdout.replaceAll(/\s+/g, ' ')).toMatch(/had not ended after .* --task-timeout/);
});

it('a task that fails is a failed case, with its story; the others go on', async () => {
  expect(ended.suite.code).toBe(1);
  const report = reportIn('suite');
  const cases = report.cases.filter(({ scenario }) => scenario === 'failing');
  expect(cases.map(({ workers, status }) => [workers, status])).toEqual([
    [1, 'ok'],
    [1, 'ok'],
    [2, 'failed'],
  ]);
  const failed = report.findings.find(({ check }) => check === 'task-failed')!;
  expect(failed.message).toContain('Task 1 ("2") failed in worker');
  expect(failed.message).toContain('it exited with code 3');
  expect(failed.details).toEqual(['cannot do 2']);
  const { lines } = await readRecord(join(folder, 'suite', 'record.jsonl'));
  expect(lines.find((line) => line.kind === 'failed' && line.how === 'task')).toMatchObject({
    process: { exitCode: 3, signal: null, stderr: 'cannot do 2' },
  });
});

describe('a suite', () => {
  it('may hold commands beside modules', () => {
    const { cases, scenarios } = reportIn('suite');
    expect(scenarios.map(({ name }) => name)).toEqual(['mine', 'failing', 'echo', 'differing', 'elsewhere']);
    expect(cases.filter(({ scenario }) => scenario === 'mine')).toMatchObject([{ status: 'ok' }]);
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

  it('of commands is what init --exec writes, and runs', () => {
    expect(ended.init).toMatchObject({ code: 0 });
    expect(reportIn('init').scenarios.map(({ name }) => name)).toEqual(['chains-node', 'chains-python']);
  });
});
