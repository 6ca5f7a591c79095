import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../insight/testing/invented-record.js';
import { packageRoot } from '../../own-package.js';
import { planSchema, runnerPlanSchema } from '../../report/index.js';
import { saveMachineRecords } from '../../testing/machine-records.js';
import { saveRecord } from '../../testing/sample-record.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();

const cases = [
  { engine: 'serial', wallMs: 1200 },
  { engine: 'threads', workers: 1, wallMs: 1200, peakMemoryMiB: 40 },
  { engine: 'threads', workers: 2, wallMs: 600, peakMemoryMiB: 80 },
];
const record = saveRecord(join(folder, 'record.jsonl'), inventRecord({ host: { physicalCores: 2 }, cases }));
const plan = (...options: string[]) => corewiseHere(['plan', record, ...options], folder);

describe('corewise plan', () => {
  it('answers in 80 columns, and writes nothing unless told to', async () => {
    const { code, stdout } = await plan('--throughput', '500/s');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^For 500 tasks a second: \d+ × /);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(existsSync(join(folder, 'plan.html'))).toBe(false);
  });

  it('--json prints the plan and nothing else; --out writes page, JSON and Markdown', async () => {
    const { stdout } = await plan('--tasks', '10k', '--deadline', '1h', '--json', '--out', 'out');
    const printed = planSchema.parse(JSON.parse(stdout));
    expect(printed.demand).toEqual({ kind: 'job', tasks: 10_000, deadlineMs: 3_600_000 });
    expect(JSON.parse(readFileSync(join(folder, 'out/plan.json'), 'utf8'))).toEqual(printed);
    expect(readFileSync(join(folder, 'out/plan.html'), 'utf8')).toContain(printed.choices[0]!.instance);
    expect(readFileSync(join(folder, 'out/plan.md'), 'utf8')).toContain('corewise plan');
  });

  it('--format k8s, terraform and csv write what is applied', async () => {
    const formats = ['--provider', 'aws', '--format', 'k8s,terraform,csv', '--out', 'apply'];
    const { code } = await plan('--throughput', '500/s', '--headroom', '20%', ...formats);
    expect(code).toBe(0);
    const read = (file: string) => readFileSync(join(folder, 'apply', file), 'utf8');
    expect(read('plan.k8s.yaml')).toMatch(/^# For 500 tasks.*kind: "Deployment".*kind: "Horizontal/s);
    expect(read('plan.tf')).toContain('resource "aws_autoscaling_group" "cycles" {');
    expect(read('plan.csv')).toMatch(/^rank,instance,/);
    expect(existsSync(join(folder, 'apply/plan.html'))).toBe(false);
  });

  it('--runner says which hosted runner a build costs least on', async () => {
    const { code, stdout } = await plan(
      '--runner',
      '--deadline',
      '1h',
      '--provider',
      'github',
      '--arch',
      'x86_64',
      '--out',
      'ci',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^For a build of cycles within 60 min: github ubuntu-latest \(2 vCPUs\), with 2\s+threads, /,
    );
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(
      runnerPlanSchema.parse(JSON.parse(readFileSync(join(folder, 'ci/runner.json'), 'utf8'))),
    ).toMatchObject({
      deadlineMs: 3_600_000,
    });
    expect(await plan('--runner', '--deadline', '1ms')).toMatchObject({ code: 1 });
  });

  it('ends with exit code 1 where nothing meets the demand, and names the nearest', async () => {
    const { code, stdout } = await plan('--throughput', '5000/s', '--max-cost', '0.1/h');
    expect(code).toBe(1);
    expect(stdout).toMatch(/No instance type meets the demand within --max-cost 0\.10\/h\.\s+The\s+nearest:/);
  });

  it('takes prices of the user’s own', async () => {
    const prices = 'name,vcpus,memoryGiB,architecture,pricePerHour,asOf\nbox,4,8,x86_64,0.5,2026-01-01\n';
    writeFileSync(join(folder, 'prices.csv'), prices);
    const { stdout } = await plan('--programs', '1', '--catalog', 'prices.csv', '--json');
    expect(JSON.parse(stdout).choices.map(({ instance }: { instance: string }) => instance)).toEqual(['box']);
  });

  it('plans from a curve of another tool, and says what it lacks', async () => {
    writeFileSync(join(folder, 'scan.csv'), 'threads,wall_ms\n1,100\n2,52\n4,28\n');
    const args = ['scan.csv', '--instance-type', 'c7i.2xlarge', '--throughput', '500/s'];
    const { code, stdout } = await corewiseHere(['plan', ...args], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^For 500 tasks a second: \d+ × /);
    expect(stdout).toMatch(/warning: scan\.csv has throughput over workers and nothing else/);
  });

  it.each([
    [[], 'A plan needs a demand'],
    [['--tasks', '5'], '--tasks needs a --deadline'],
    [['--arrival-rate', '5/s'], '--arrival-rate needs a --p95'],
    [['--throughput', '5/s', '--programs', '3'], '--throughput and --programs are 2 demands'],
    [['--throughput', '5/s', '--p95', '1s'], '--p95 belongs to'],
    [['--throughput', '5/s', '--startup', '9s'], '--startup belongs to'],
    [['--throughput', '5'], 'Write a rate with its time'],
    [['--throughput', '5/s', '--provider', 'asw'], 'Did you mean "aws"?'],
    [['--throughput', '5/s', '--scenario', 'cycle'], 'Did you mean "cycles"?'],
    [['--throughput', '5/s', '--format', 'html'], 'say where with --out'],
    [['--throughput', '5/s', '--overhead', '9s'], '--overhead belongs to --runner'],
    [['--runner', '--throughput', '5/s'], '--throughput is of a fleet, and --runner plans one build'],
    [['--runner', '--spare', '1'], '--spare is of a fleet'],
    [['--runner', '--format', 'k8s', '--out', 'x'], '--runner cannot write k8s'],
    [['--runner', '--provider', 'githob'], 'Did you mean "github"?'],
    [['--throughput', '5/s', '--min-instances', '3', '--max-instances', '2'], 'is below --min-instances 3'],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await corewiseHere(['plan', record, ...options], folder);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses a record that leaves open what a pool gains, and says what to run', async () => {
    const wallMs = (round: number) => [300, 3000, 800, 1900][round % 4]!;
    const open = cases.map((each) => (each.workers === 2 ? { ...each, wallMs } : each));
    const path = saveRecord(
      join(folder, 'open.jsonl'),
      inventRecord({ host: { physicalCores: 2 }, cases: open, rounds: 4 }),
    );
    const { code, stdout, stderr } = await corewiseHere(['plan', path, '--throughput', '5/s'], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^error: Buy nothing on this: measure again\. .*2 threads are 0\.22 to 5\.6 times as fast as serial\. Run: npx corewise run cycles --max-time 10m\n$/,
    );
  });

  it('refuses a record with wrong results', async () => {
    const wrong = cases.map((each) => ({ ...each, verified: each.workers !== 2 }));
    const path = saveRecord(
      join(folder, 'wrong.jsonl'),
      inventRecord({ host: { physicalCores: 2 }, cases: wrong }),
    );
    const { code, stderr } = await corewiseHere(['plan', path, '--throughput', '5/s'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('gave different results from serial');
  });
});

describe('the commands of docs/sizing.md', () => {
  const text = readFileSync(join(packageRoot, 'docs/sizing.md'), 'utf8');
  const shown = [...text.matchAll(/```sh\nnpx corewise (plan .*)\n```\n\n```text\n([^`]*)```/g)].map(
    ([, command, output]) => ({ command: command!, output: output! }),
  );

  const machines = new Set(shown.flatMap(({ command }) => command.match(/(?<=records\/)\S+/g) ?? []));
  saveMachineRecords(join(folder, 'records'), [...machines]);

  it('are some', () => expect(shown.length).toBeGreaterThan(3));

  it.each(shown)('$command says what is shown', async ({ command, output }) => {
    // Users have a run of their own; the repository has one for the page.
    const args = command
      .replace('reports/latest', 'reports/example')
      .split(' ')
      .map((word) => (word.startsWith('records/') ? join(folder, word) : word));
    const { code, stdout } = await corewiseHere(args, packageRoot);
    expect(code).toBe(output.startsWith('No ') ? 1 : 0);
    // Figures may change with the shipped record and prices; the question and the answer's form may not.
    const [question] = output.split(/: |\. /);
    expect(stdout.startsWith(question!)).toBe(true);
  });
});
