import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { inventHost } from '../host/index.js';
import type { Sweep } from '../scenario/index.js';
import { undisturbed } from '../testing/undisturbed.js';
import { type MeasureOptions, measure } from './measure.js';

const fixture = (name: string) => fileURLToPath(new URL(`../testing/fixtures/${name}.js`, import.meta.url));
const host = inventHost({ physicalCores: 4 });
const folder = mkdtempSync(join(tmpdir(), 'corewise-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function measureFake(sweep: Partial<Sweep> & { scenario: string }, options: MeasureOptions = {}) {
  const suite = { name: 'virtual', sweeps: [{ engines: ['fake'], ...sweep }] };
  return measure(suite, { host, rounds: 2, observationMs: 1, ...options });
}

describe('tasks that wait', () => {
  const suite = {
    name: 'waiting',
    // However long other programs hold a task back, it waits for its timer for most of the time.
    sweeps: [
      { scenario: fixture('waiting'), params: { tasks: 4, ms: 180 }, engines: ['serial'], workers: [1] },
    ],
  };
  const measured = (options: MeasureOptions) =>
    undisturbed(() => measure(suite, { observationMs: 1, waitForQuiet: false, ...options }));

  it('are compared with promises on one thread, though nobody asked for them', async () => {
    const report = await measured({ rounds: 4 });
    const [serial, id] = ['serial', 'promises/imapUnordered/w4/c1'].map(
      (of) => `waiting/${of}/ms=180/tasks=4`,
    );
    expect(report.cases.map((of) => of.id)).toEqual([serial, id]);
    expect(report.cases.find((of) => of.id === id)).toMatchObject({
      status: 'ok',
      verified: true,
      bound: null,
      ceiling: null,
    });
    const [recommendation] = report.recommendations;
    expect(recommendation).toMatchObject({ engine: 'promises', workers: 4 });
    expect(recommendation?.headline).toMatch(
      /^waiting: no pool: 4 at once on one thread is \S+× as fast as serial \(\S+\), /,
    );
    expect(report.findings.find(({ check }) => check === 'tasks-wait')?.message).toContain(
      '4 at once on one thread is ',
    );
  });

  it('are not where the engines were chosen without them: then a finding advises it', async () => {
    const report = await measured({ engines: ['serial'], rounds: 1 });
    expect(report.cases.map((of) => of.id)).toEqual(['waiting/serial/ms=180/tasks=4']);
    const finding = report.findings.find(({ check }) => check === 'tasks-wait');
    expect(finding?.advice).toContain('--engine serial,promises');
  });
});

describe('measure', () => {
  it('writes the record and every form of the report', async () => {
    const out = join(folder, 'run');
    const report = await measureFake(
      { scenario: fixture('equal'), workers: [2], chunksizes: [1] },
      { out, label: 'mine' },
    );
    const read = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as unknown;
    expect(read).toEqual(JSON.parse(JSON.stringify(report)));
    expect(readFileSync(join(out, 'record.jsonl'), 'utf8').split('\n')[0]).toContain('"corewise/record/1"');
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('mine');
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('equal');
  });

  it('writes what it is asked for', async () => {
    const out = join(folder, 'asked');
    await measureFake({ scenario: fixture('equal'), workers: [2] }, { out, formats: ['csv', 'json'] });
    expect(readdirSync(out).sort()).toEqual(['record.jsonl', 'report.csv', 'report.json']);
  });

  it('reports what was measured until it was interrupted', async () => {
    const interruption = new AbortController();
    const report = await measureFake(
      { scenario: fixture('equal'), workers: [1, 2], chunksizes: [1] },
      {
        rounds: 50,
        signal: interruption.signal,
        onProgress: ({ round }) => {
          if (round === 3) interruption.abort();
        },
      },
    );
    expect(report.stopped.reason).toBe('interrupted');
    expect(report.stopped.rounds).toBe(2);
    expect(report.cases.find((of) => of.workers === 2)?.speedup?.value).toBeCloseTo(2, 12);
  });

  it('tells how far it is', async () => {
    const shares: number[] = [];
    await measureFake(
      { scenario: fixture('equal'), workers: [1, 2], chunksizes: [1] },
      { rounds: 4, onProgress: ({ phase, done }) => phase === 'measure' && shares.push(done) },
    );
    expect(shares.length).toBeGreaterThan(8);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(shares.at(-1)).toBeGreaterThan(0.5);
  });

  it('refuses what is no suite', async () => {
    await expect(measure({ name: 'x', sweeps: 5 } as never)).rejects.toThrow(/sweeps.*must be a list/s);
  });

  it.each([
    [{ maxTime: 60 }, 'Unknown option "maxTime" of measure. Did you mean "maxTimeMs"?'],
    [{ round: 3 }, 'Unknown option "round" of measure. Did you mean "rounds"?'],
    [{ engines: 'threads' }, '`engines` is "threads"; it must be a list of strings, such as [\'serial\', '],
    [{ workers: 4 }, '`workers` is 4; it must be a list of counts and texts, such as [1, 2, '],
    [{ maxTimeMs: '60s' }, '`maxTimeMs` is "60s"; it must be a number of milliseconds above 0.'],
    [{ precision: 5 }, '`precision` is 5; it must be a share between 0 and 1, such as 0.05.'],
    [{ formats: ['htm'] }, 'Unknown format "htm". Did you mean "html"?'],
    [{ pin: 'cores' }, '`pin` is "cores"; it must be one of none, physical, spread.'],
  ])('refuses the options %j with the rule', async (options, message) => {
    const measuring = measureFake({ scenario: fixture('equal') }, options as never);
    await expect(measuring).rejects.toThrow(message);
  });

  it.each<[string, Partial<Sweep> & { scenario: string }, RegExp]>([
    ['an unknown scenario', { scenario: 'cylces' }, /Did you mean "cycles"/],
    ['an unknown engine', { scenario: fixture('equal'), engines: ['thread'] }, /Did you mean "threads"/],
    [
      'an unknown dispatch',
      { scenario: fixture('equal'), dispatches: ['imapunordered'] },
      /Did you mean "imapUnordered"/,
    ],
    ['an unknown parameter', { scenario: fixture('equal'), params: { task: 3 } }, /Did you mean "tasks"/],
    ['no task', { scenario: fixture('equal'), params: { tasks: 0 } }, /nothing to measure/],
    ['a worker count of zero', { scenario: fixture('equal'), workers: [0] }, /worker/],
    ['a chunksize of zero', { scenario: fixture('equal'), chunksizes: [0] }, /chunksize/],
  ])('refuses %s by name', async (_, sweep, message) => {
    await expect(measureFake(sweep)).rejects.toThrow(message);
  });
});

describe('what scenarios and workers say', () => {
  const scenario = join(folder, 'talking.mjs');
  writeFileSync(
    scenario,
    `export default { name: 'talking', description: 'Talks.', params: {}, tasks: () => [1, 2], cost: () => 1,
      setup: ({ log, worker }) => log.warn('set up ' + worker), run: (task) => task };`,
  );

  it('goes to run.log in the folder and to the listener alike', async () => {
    const out = mkdtempSync(join(folder, 'out-'));
    const heard: string[] = [];
    await measureFake(
      { scenario, workers: [2] },
      {
        out,
        formats: [],
        onLog: ({ level, origin, message }) => heard.push(`${level} ${origin} ${message}`),
      },
    );
    expect(heard).toContain('warn fake-2 set up 1');
    expect(readFileSync(join(out, 'run.log'), 'utf8').trimEnd().split('\n')).toHaveLength(heard.length);
  });

  it('is told to be incomplete where run.log cannot be written, and the measurement goes on', async () => {
    const out = mkdtempSync(join(folder, 'out-'));
    mkdirSync(join(out, 'run.log'));
    const { findings, cases } = await measureFake({ scenario, workers: [2] }, { out, formats: [] });
    expect(findings.map(({ check }) => check)).toContain('run-log-incomplete');
    expect(cases.every(({ status }) => status === 'ok')).toBe(true);
  });
});
