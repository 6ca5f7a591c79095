import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Observation, type RecordLine, type Resumed, readRecord } from '../../record/index.js';
import type { Report } from '../../report/index.js';
import { frugal, startCorewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
/** Its tasks take time without computing, so that a pass is an observation. */
const scenario = (name: string, taskMs: number, more = '') =>
  writeFileSync(
    join(folder, `${name}.mjs`),
    `import { existsSync } from 'node:fs';
const block = (ms) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); };
export default { name: '${name}', description: 'Adds.', params: { by: 1 }, warmup: false,
  tasks: () => [1, 2, 3], run: (n, { params }) => { block(${taskMs}); return n + params.by; }${more} };`,
  );
// The other test files compute meanwhile.
const words = (name: string, engine = 'threads') => [
  ...['run', `./${name}.mjs`, '--param', 'by=2', '--engine', engine, '--workers', '1', '--no-wait'],
  ...['--dispatch', 'map', ...frugal],
];
/** Of the report, which is not looked at here. */
const json = ['--format', 'json'];
/** Nobody else's: what a run leaves there can be told. */
const temporary = { TMPDIR: join(folder, 'temporary') };
mkdirSync(temporary.TMPDIR);
const resultsFolders = () =>
  readdirSync(temporary.TMPDIR).filter((name) => name.startsWith('corewise-results-'));

/** Runs it and sends the signal once it has measured something more; what it had measured then. */
async function endedBy(signal: NodeJS.Signals, out: string, args: readonly string[], environment = {}) {
  const record = join(out, 'record.jsonl');
  const measured = () =>
    existsSync(record) ? readFileSync(record, 'utf8').split('"kind":"observation"').length - 1 : 0;
  const wanted = measured() + 1;
  const { child, ended: end } = startCorewise(args, folder, environment);
  await vi.waitFor(() => expect(measured()).toBeGreaterThanOrEqual(wanted), {
    timeout: 30_000,
    interval: 20,
  });
  child.kill(signal);
  await end;
  return observationsIn(out);
}

const resumedIn = (lines: readonly RecordLine[]) =>
  lines.find((line): line is Resumed => line.kind === 'resumed');
const observationsIn = async (out: string) =>
  (await readRecord(out)).lines.filter((line): line is Observation => line.kind === 'observation');

describe('a run that was ended early goes on', () => {
  it('after SIGKILL, from the last whole line, and clears up what that left; then after Ctrl-C, to the round that is asked for', async () => {
    scenario('mine', 115);
    const out = join(folder, 'out-mine');
    const first = await endedBy(
      'SIGKILL',
      out,
      [...words('mine'), '--rounds', '1000', '--out', out],
      temporary,
    );
    const left = resultsFolders();
    expect(left.length).toBeGreaterThan(0);
    appendFileSync(join(out, 'record.jsonl'), '{"kind":"observation","case":"to');
    const second = await endedBy(
      'SIGINT',
      out,
      ['run', '--resume', out, '--rounds', '1000', ...json],
      temporary,
    );
    expect((await readRecord(out)).torn).toBe(false);
    expect(second.slice(0, first.length)).toEqual(first);
    expect(resultsFolders().filter((name) => left.includes(name))).toEqual([]);

    const asked = Math.max(...second.map(({ round }) => round)) + 1;
    const { code, stdout, stderr } = await corewiseHere(
      ['run', '--resume', out, '--rounds', String(asked), '--json', '--quiet', ...json],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { header, lines } = await readRecord(out);
    const after = await observationsIn(out);
    expect(after.slice(0, second.length)).toEqual(second);
    expect(new Set(after.map(({ order }) => order)).size).toBe(after.length);
    expect(header.plan.rounds).toBe(asked);
    expect(resumedIn(lines)?.differs).toBeUndefined();
    expect(lines.at(-1)).toMatchObject({ kind: 'stopped', reason: 'rounds', rounds: asked });
    const report = JSON.parse(stdout) as Report;
    expect(report.findings.map(({ check }) => check)).toContain('resumed');
    expect(report.findings.map(({ check }) => check)).not.toContain('interrupted');
    expect(report.cases.every(({ verified }) => verified)).toBe(true);
  });
});

it('a run of a command goes on, too', async () => {
  const out = join(folder, 'out-command');
  const how = ['--range', '1..2', '--workers', '1', '--no-wait', '--quiet', '--rounds', '1', '--out', out];
  const command = ['--', 'sh', '-c', 'sleep 0.3; echo it is {}'];
  const begun = await corewiseHere(['exec', ...how, ...frugal, ...command], folder);
  expect({ code: begun.code, stderr: begun.stderr }).toEqual({ code: 0, stderr: '' });
  const before = await observationsIn(out);
  const { code, stderr } = await corewiseHere(
    ['run', '--resume', out, '--rounds', '2', '--quiet', ...json],
    folder,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { lines } = await readRecord(out);
  const after = await observationsIn(out);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.at(-1)).toMatchObject({ round: 2 });
  expect(resumedIn(lines)?.differs).toBeUndefined();
});

describe('what cannot go on says why', () => {
  const out = join(folder, 'out-whole');
  const resumed = (...options: string[]) =>
    corewiseHere(['run', '--resume', out, ...json, ...options], folder);

  it('a run that is complete; two runs at once; a plan beside the record’s', async () => {
    const blocked = join(folder, 'blocked');
    scenario(
      'whole',
      1,
      `, cost: () => 200, prepare() { if (existsSync(${JSON.stringify(blocked)})) block(60_000); }`,
    );
    await corewiseHere([...words('whole', 'fake'), '--rounds', '1', '--out', out], folder);
    const complete = await resumed();
    expect(complete.code).toBe(2);
    expect(complete.stderr).toContain(
      'it is complete (1 round, as asked). To continue it, ask for more rounds (--rounds)',
    );

    writeFileSync(blocked, '');
    const { child, ended: end } = startCorewise(['run', '--resume', out, '--rounds', '2', ...json], folder);
    await vi.waitFor(() => expect(readdirSync(out)).toContain('.corewise.lock'), {
      timeout: 30_000,
      interval: 20,
    });
    const second = await resumed('--rounds', '2');
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`Another run, process ${child.pid}, is writing to ${out}`);
    child.kill('SIGKILL');
    await end;
    rmSync(blocked);
    const third = await resumed('--rounds', '2', '--quiet');
    expect({ code: third.code, stderr: third.stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(out)).not.toContain('.corewise.lock');

    const more = await resumed('--workers', '2');
    expect(more.stderr).toContain('--resume takes its plan from the record: leave out --workers.');
    const other = await corewiseHere(['run', 'cycles', '--resume', out], folder);
    expect(other.stderr).toContain('--resume takes its scenarios from the record');
    expect([more.code, other.code]).toEqual([2, 2]);
  });
});
