import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../record/index.js';
import { reportSchema } from '../../report/index.js';
import { corewise, type Ended, frugal } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
// The other test files compute meanwhile.
const small = ['--engine', 'threads', '--workers', '1', '--chunksize', '1', '--no-wait'];
const tiny = ['./adds.mjs', '--param', 'by=2', '--engine', 'fake', '--workers', '2', '--rounds', '1'];
writeFileSync(
  join(folder, 'adds.mjs'),
  `export default { name: 'adds', description: 'Adds.', params: { by: 1 }, cost: () => 200,
  tasks: () => [1, 2, 3, 4], run: (n, { params }) => n + params.by };`,
);

describe('corewise run', () => {
  const stepSummary = join(folder, 'step-summary.md');
  let ended: Ended;
  beforeAll(async () => {
    writeFileSync(stepSummary, '# Before\n');
    const env = { GITHUB_STEP_SUMMARY: stepSummary };
    ended = await corewise(['run', ...tiny, '--label', 'first try'], folder, env);
  });
  const latest = () => join(folder, 'reports', 'latest');

  it('exits with 0 and shows the answer in 80 columns', () => {
    expect(ended).toMatchObject({ code: 0, stderr: 'Measuring: round 1 of 1\n' });
    expect(ended.stdout).toContain('adds');
    expect(Math.max(...ended.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('writes into a folder named after the label, which reports/latest points to', () => {
    expect(realpathSync(latest())).toMatch(/\d{4}-\d\d-\d\d-\d{6}-first-try$/);
    expect(readdirSync(latest())).toEqual(
      expect.arrayContaining(['record.jsonl', 'report.html', 'report.json', 'report.md']),
    );
  });

  it('lists itself beside the other runs', () => {
    const list = readFileSync(join(folder, 'reports', 'index.html'), 'utf8');
    const [, name] = /([^/\\]+)$/.exec(realpathSync(latest()))!;
    expect(list).toContain(`href="./${name}/report.html"`);
    expect(list).toContain('first try');
  });

  it('adds the report to the summary of a workflow where there is one', () => {
    const text = readFileSync(stepSummary, 'utf8');
    expect(text.startsWith('# Before\n# corewise: first try\n')).toBe(true);
    expect(text).toContain(readFileSync(join(latest(), 'report.md'), 'utf8'));
  });

  it('writes a report as its schema has it, with the command that repeats it', () => {
    const report = reportSchema.parse(JSON.parse(readFileSync(join(latest(), 'report.json'), 'utf8')));
    expect(report.command).toBe(`corewise run ${tiny.join(' ')} --label 'first try'`);
    expect(report.label).toBe('first try');
    expect(report.cases.every(({ verified }) => verified)).toBe(true);
  });

  it('writes what corewise report writes anew from the record', async () => {
    const again = join(folder, 'again');
    const report = await corewiseHere(
      ['report', latest(), '--format', 'json,html,md', '--out', again],
      folder,
    );
    expect(report).toMatchObject({ code: 0, stderr: '' });
    for (const file of ['report.json', 'report.html', 'report.md']) {
      expect(readFileSync(join(again, file), 'utf8')).toBe(readFileSync(join(latest(), file), 'utf8'));
    }
    expect(readdirSync(again).sort()).toEqual(['report.html', 'report.json', 'report.md']);
  });

  it('leaves the report alone when it is only printed', async () => {
    const before = readdirSync(latest());
    const { code, stdout } = await corewiseHere(['report', join(latest(), 'record.jsonl'), '--json'], folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(latest(), 'report.json'), 'utf8')));
    expect(readdirSync(latest())).toEqual(before);
  });

  it('never overwrites a run', async () => {
    const old = realpathSync(latest());
    const { code, stderr } = await corewiseHere(['run', ...tiny, '--out', old], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('already exists, and a run is never overwritten. Choose another --out.');
  });
});

describe('work that fails exits with 1 and is in the report', () => {
  const runs = {
    throws: "throw new Error('no such luck');",
    exits: 'process.exit(3);',
    differs: 'return [context.worker, Math.random()];',
  };
  const out = join(folder, 'failed');
  let ended: Ended;
  beforeAll(async () => {
    for (const [name, run] of Object.entries(runs))
      writeFileSync(
        join(folder, `${name}.mjs`),
        `export default { name: '${name}', description: 'Fails.', params: {}, warmup: false, tasks: () => [1, 2],
          run: (task, context) => { ${run} } };`,
      );
    const files = Object.keys(runs).map((name) => `./${name}.mjs`);
    ended = await corewiseHere(
      ['run', ...files, ...small, ...frugal, '--rounds', '1', '--out', out, '--json', '--quiet'],
      folder,
    );
  });

  it('with one document on stdout and nothing else', async () => {
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(reportSchema.parse(JSON.parse(ended.stdout)).scenarios.map(({ name }) => name)).toEqual(
      Object.keys(runs),
    );
    expect((await readRecord(out)).torn).toBe(false);
  });

  it.each([
    ['throws', /no such luck/],
    ['exits', /3|exit/],
    ['differs', /differ|serial|expected/i],
  ])('a scenario that %s', (name, reason) => {
    const { cases } = reportSchema.parse(JSON.parse(ended.stdout));
    const failed = cases.find(
      ({ scenario, engine, status }) => scenario === name && engine === 'threads' && status === 'failed',
    );
    expect(failed?.reason).toMatch(reason);
  });
});

describe('misuse exits with 2 and says what would be right', () => {
  it.each([
    [['run', 'cycle'], 'Unknown scenario "cycle". Did you mean "cycles"?'],
    [['run', './nothing.ts'], 'There is no scenario at'],
    [['run', '--suite', 'quik'], 'Unknown suite "quik". Did you mean "quick"?'],
    [['run', 'cycles', '--suite', 'quick'], 'Name scenarios or a --suite, not both.'],
    [['run', 'cycles', '--engine', 'thread'], 'Unknown engine "thread". Did you mean "threads"?'],
    [['run', 'cycles', '--dispatch', 'imapp'], 'Unknown dispatch "imapp". Did you mean "imap"?'],
    [['run', 'cycles', '--param', 'task=3'], 'Unknown parameter "task" of cycles. Did you mean "tasks"?'],
    [['run', 'cycles', '--param', 'tasks=many'], 'The parameter "tasks" of cycles must be a finite number'],
    [['run', 'cycles', '--workers', 'few'], '"few" is not a number of workers.'],
    [['run', 'cycles', '--chunksize', '0'], "option '--chunksize <sizes>' argument '0' is invalid."],
    [['run', 'cycles', '--max-time', '150'], "option '--max-time <duration>' argument '150' is invalid."],
    [['run', 'cycles', '--rounds', '3', '--precision', '5%'], 'cannot be used with option'],
    [['run', 'cycles', '--round', '3'], '(Did you mean --rounds?)'],
    [['run', 'cycles', '--out', '/proc/corewise'], 'Cannot write to the folder /proc/corewise'],
    [['rnu'], '(Did you mean run?)'],
    [['report', 'nothing'], 'Cannot read nothing'],
    [['report', '.'], 'No record.jsonl in .'],
    [['report'], "argument 'record'\nSuch as: npx corewise report reports/latest\n"],
    [['compare'], 'Such as: npx corewise compare c7i/record.jsonl m7g/record.jsonl'],
    [['plan'], 'Such as: npx corewise plan reports/latest --throughput 5000/s'],
    [['fit'], 'Such as: npx corewise fit scan.csv --predict 16,64'],
    [['init'], 'Such as: npx corewise init my-work'],
    [
      ['catalog', 'import', 'aws'],
      'Such as: npx corewise catalog import aws --types types.json --prices prices.json --out out.json',
    ],
    [['run', '--rounds'], 'argument missing\nWrite a whole number of at least 1, such as 10.'],
    [['run', '--pin'], 'argument missing\nAllowed choices are none, physical, spread.'],
    [['run', '--out'], "error: option '--out <folder>' argument missing\n"],
    [['plan', 'x'], 'A plan needs a demand, such as --throughput 5000/s: one of'],
    [['report', '.', '--format', 'htm'], 'Unknown format "htm". Did you mean "html"?'],
    [['init', 'Not A Name'], '"Not A Name" cannot name a scenario'],
    [['host', 'extra'], 'too many arguments'],
    [[], 'Usage: corewise'],
  ])('corewise %j', async (args, message) => {
    const ended = await corewiseHere(args, folder);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
  });

  it('and leaves no folder behind', async () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    await corewiseHere(['run', 'cycles', '--workers', 'few'], bare);
    expect(readdirSync(bare)).toEqual([]);
  });
});
