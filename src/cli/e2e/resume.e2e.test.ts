import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Observation, type RecordLine, type Resumed, readRecord } from '../../record/index.js';
import type { Report } from '../../report/index.js';
import { corewise, startCorewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const scenario = (name: string, more = '') =>
  writeFileSync(
    join(folder, `${name}.mjs`),
    `export default { name: '${name}', description: 'Adds.', params: { by: 1 },
  tasks: () => [1, 2, 3], run: (n, { params }) => n + params.by${more} };`,
  );
// The other test files compute meanwhile.
const words = (name: string) => [
  ...['run', `./${name}.mjs`, '--param', 'by=2', '--engine', 'threads', '--workers', '1', '--no-wait'],
];
const resultsFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('corewise-results-'));

/** A run that was ended by the signal once it had measured something. */
function ended(name: string, signal: NodeJS.Signals): Promise<string> {
  scenario(name);
  const out = join(folder, `out-${name}`);
  return endedBy(signal, out, [...words(name), '--rounds', '1000', '--out', out]);
}

async function endedBy(signal: NodeJS.Signals, out: string, args: readonly string[]): Promise<string> {
  const record = join(out, 'record.jsonl');
  const { child, ended: end } = startCorewise(args, folder);
  const rounds = () => (existsSync(record) ? readFileSync(record, 'utf8').split('"observation"').length : 0);
  await vi.waitFor(() => expect(rounds()).toBeGreaterThan(2), { timeout: 30_000, interval: 20 });
  child.kill(signal);
  await end;
  return out;
}

const resumedIn = (lines: readonly RecordLine[]) =>
  lines.find((line): line is Resumed => line.kind === 'resumed');
const observationsIn = async (out: string) =>
  (await readRecord(out)).lines.filter((line): line is Observation => line.kind === 'observation');

describe('a run that was ended early goes on', () => {
  it('after Ctrl-C, to the round that is asked for', async () => {
    const out = await ended('mine', 'SIGINT');
    const before = await observationsIn(out);
    const asked = Math.max(...before.map(({ round }) => round)) + 1;
    const { code, stdout, stderr } = await corewise(
      ['run', '--resume', out, '--rounds', String(asked), '--json', '--quiet'],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { header, lines } = await readRecord(out);
    const after = await observationsIn(out);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ order }) => order)).size).toBe(after.length);
    expect(header.plan.rounds).toBe(asked);
    expect(resumedIn(lines)?.differs).toBeUndefined();
    expect(lines.at(-1)).toMatchObject({ kind: 'stopped', reason: 'rounds', rounds: asked });
    const report = JSON.parse(stdout) as Report;
    expect(report.findings.map(({ check }) => check)).toContain('resumed');
    expect(report.findings.map(({ check }) => check)).not.toContain('interrupted');
    expect(report.cases.every(({ verified }) => verified)).toBe(true);
  });

  it('after SIGKILL, from the last whole line, and clears up what that left', async () => {
    const known = new Set(resultsFolders());
    const out = await ended('killed', 'SIGKILL');
    const left = resultsFolders().filter((name) => !known.has(name));
    expect(left.length).toBeGreaterThan(0);
    const before = await observationsIn(out);
    appendFileSync(join(out, 'record.jsonl'), '{"kind":"observation","case":"to');
    const asked = String(Math.max(...before.map(({ round }) => round)));
    const { code, stderr } = await corewise(['run', '--resume', out, '--rounds', asked, '--quiet'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((await readRecord(out)).torn).toBe(false);
    expect((await observationsIn(out)).slice(0, before.length)).toEqual(before);
    expect(resultsFolders().filter((name) => left.includes(name))).toEqual([]);
  });

  it('where it measures a command, too', async () => {
    const out = join(folder, 'out-command');
    const how = ['exec', '--range', '1..3', '--workers', '1', '--no-wait', '--rounds', '1000', '--out', out];
    await endedBy('SIGINT', out, [...how, '--', process.execPath, '-p', "'it is ' + {}"]);
    const before = await observationsIn(out);
    const asked = String(Math.max(...before.map(({ round }) => round)) + 1);
    const { code, stderr } = await corewise(['run', '--resume', out, '--rounds', asked, '--quiet'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { lines } = await readRecord(out);
    expect((await observationsIn(out)).slice(0, before.length)).toEqual(before);
    expect(resumedIn(lines)?.differs).toBeUndefined();
  });
});

describe('what cannot go on says why', () => {
  it('a run that is complete; two runs at once; a plan beside the record’s', async () => {
    scenario('whole');
    const out = join(folder, 'out-whole');
    await corewise([...words('whole'), '--rounds', '1', '--out', out], folder);
    const complete = await corewise(['run', '--resume', out], folder);
    expect(complete.code).toBe(2);
    expect(complete.stderr).toContain('it is complete (1 round, as asked). More rounds (--rounds)');

    const { child, ended: end } = startCorewise(['run', '--resume', out, '--rounds', '1000'], folder);
    await vi.waitFor(() => expect(readdirSync(out)).toContain('.corewise.lock'), {
      timeout: 30_000,
      interval: 20,
    });
    const second = await corewise(['run', '--resume', out, '--rounds', '1000'], folder);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`Another run, process ${child.pid}, writes into ${out}`);
    child.kill('SIGKILL');
    await end;
    const third = await corewise(['run', '--resume', out, '--rounds', '2', '--quiet'], folder);
    expect({ code: third.code, stderr: third.stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(out)).not.toContain('.corewise.lock');

    const more = await corewise(['run', '--resume', out, '--workers', '2'], folder);
    expect(more.stderr).toContain('--resume takes its plan from the record: leave out --workers.');
    const other = await corewise(['run', 'cycles', '--resume', out], folder);
    expect(other.stderr).toContain('--resume takes the scenarios from the record');
    expect([more.code, other.code]).toEqual([2, 2]);
  });
});
