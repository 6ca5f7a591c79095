import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../record/index.js';
import type { Report } from '../../report/index.js';
import { corewise, frugal } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();

/** A scenario of numbered tasks; `body` is what `run` does with number `n`. */
function scenario(name: string, tasks: number, body: string): string {
  writeFileSync(
    join(folder, `${name}.mjs`),
    `const block = (ms) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); };
export default { name: '${name}', description: 'Tries the time.', params: {},
  tasks: () => Array.from({ length: ${tasks} }, (_, n) => n), async run(n) { ${body} } };`,
  );
  return `./${name}.mjs`;
}

async function run(command: typeof corewise, path: string, ...options: string[]) {
  const out = join(folder, path.replace(/\W+/g, '-'));
  // The other test files compute meanwhile.
  const one = [
    '--engine',
    'threads',
    '--workers',
    '2',
    '--no-wait',
    '--format',
    'json',
    '--out',
    out,
    ...options,
  ];
  const ended = await command(['run', path, ...one, '--json'], folder);
  return { ...ended, report: JSON.parse(ended.stdout) as Report, record: await readRecord(out) };
}

// They wait for their bounds, and do so side by side; their tasks take time without computing.
describe.concurrent('--max-time', () => {
  it.each([
    ['blocks for ever', corewise, 'block(40); if (n === 3) block(1e9);'],
    [
      'never resolves',
      corewiseHere,
      'if (n === 3) await new Promise((never) => setInterval(() => never, 1e6));',
    ],
  ])('ends a task that %s, and names it', async (what, command, body) => {
    const { code, report } = await run(
      command,
      scenario(what.replace(/ /g, '-'), 6, body),
      '--max-time',
      '4s',
    );
    expect(code).toBe(1);
    const failed = report.cases.filter(({ status }) => status === 'failed');
    expect(failed.length).toBe(report.cases.length);
    expect(failed[0]!.reason).toMatch(
      /(task 3|one of \d tasks from task [0-3] on) of \S+( \(warm-up\))? had not returned after 2\.00 s/,
    );
  });

  it('takes fewer tasks, spread over all, where passes of all would leave no rounds', async () => {
    const { code, stderr, report, record } = await run(
      corewiseHere,
      // By the clock, so a task that was held back in the middle counts as shorter: no time is expected.
      scenario('long', 45, 'block(60); return n;'),
      '--max-time',
      '6s',
    );
    expect(code).toBe(0);
    const [long] = record.header.scenarios;
    expect(long).toMatchObject({ allTasks: 45 });
    expect(long!.tasks).toBeLessThan(23);
    expect(long!.taskMs).toHaveLength(long!.tasks);
    expect(stderr).toMatch(
      /long: a pass of all 45 tasks takes about \d+\.\d+ s in serial, so each pass runs/,
    );
    expect(report.findings.map(({ check }) => check)).toContain('share-of-tasks');
    const measured = report.cases.filter(({ status }) => status === 'ok');
    expect(measured.length).toBeGreaterThan(0);
    expect(measured.every(({ verified }) => verified)).toBe(true);
  });
});

it('--max-time does not change what --rounds says', async () => {
  const out = join(folder, 'rounds');
  const both = ['--rounds', '1', '--max-time', '60s', '--no-wait', ...frugal, '--out', out];
  const path = scenario('rounds', 2, 'block(150); return n;');
  const { code } = await corewiseHere(['run', path, '--engine', 'serial', ...both], folder);
  expect(code).toBe(0);
  const { header, lines } = await readRecord(out);
  expect(header.plan).toMatchObject({ rounds: 1, maxTimeMs: 60_000 });
  expect(lines.at(-1)).toMatchObject({ kind: 'stopped', reason: 'rounds', rounds: 1 });
});

it('--max-time is not exceeded by what a visit still has to do', async () => {
  const { record } = await run(
    corewiseHere,
    scenario('slow-visits', 4, 'block(300); return n;'),
    '--max-time',
    '3s',
  );
  const stopped = record.lines.find((line) => line.kind === 'stopped');
  expect(stopped?.elapsedMs).toBeLessThan(1.1 * 3_000);
});
