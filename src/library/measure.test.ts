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

describe('on the fake engine', () => {
  it('equal work on 4 workers gives a speedup of exactly 4', async () => {
    const report = await measureFake({ scenario: fixture('equal'), workers: [1, 2, 4], chunksizes: [1] });
    const speedups = report.cases
      .filter((of) => of.engine === 'fake')
      .map((of) => [of.workers, of.speedup, of.scaling]);
    for (const [workers, speedup, scaling] of speedups) {
      const exact = { value: workers, low: workers, high: workers };
      expect(speedup).toEqual(exact);
      expect(scaling).toEqual(exact);
    }
    expect(speedups).toHaveLength(3);
    expect(report.recommendations[0]).toMatchObject({ workers: 4, engine: 'fake', verified: true });
  });

  it('workers have a core each, however few the machine has', async () => {
    const report = await measureFake(
      { scenario: fixture('equal'), workers: [1, 4, 8], chunksizes: [1] },
      { host: inventHost({ physicalCores: 2, threadsPerCore: 2 }) },
    );
    const eight = report.cases.find(({ workers }) => workers === 8);
    expect(eight).toMatchObject({ cores: 8, speedup: { value: 6 }, bound: { chunks: 6, cores: 8 } });
    expect(report.findings.map(({ check }) => check)).not.toContain('more-workers-than-cores');
    expect(report.findings.map(({ check }) => check)).not.toContain('smt-siblings');
  });

  it('the ceiling of 4 workers is exactly 4', async () => {
    const report = await measureFake({ scenario: fixture('equal'), workers: [4], chunksizes: [1] });
    expect(report.cases.find((of) => of.workers === 4)?.ceiling?.value).toBeCloseTo(4, 12);
  });

  it.each<[string, number | 'auto', number]>([
    // 8 tasks of 1 … 8 ms on 2 workers. Cut beforehand into 1, 2, …: whoever is free takes the next one.
    ['imapUnordered', 1, 20],
    // Chunks of two: 3, 7, 11 and 15 ms; the workers get 3 + 11 and 7 + 15.
    ['map', 2, 22],
    // Chunks of four: 10 and 26 ms.
    ['map', 4, 26],
    // ⌈8 / (4 · 2)⌉ = 1.
    ['map', 'auto', 20],
  ])('growing work with %s at chunksize %s takes exactly %d ms', async (dispatch, chunksize, wallMs) => {
    const report = await measureFake({
      scenario: fixture('growing'),
      workers: [2],
      dispatches: [dispatch],
      chunksizes: [chunksize],
    });
    const measured = report.cases.find((of) => of.workers === 2 && of.dispatch === dispatch);
    expect(measured?.wallMs?.samples).toEqual([wallMs, wallMs]);
  });

  it('the median pass of the best pool is told chunk by chunk', async () => {
    const growing = { scenario: fixture('growing'), workers: [2], chunksizes: [2] };
    const report = await measureFake(growing, { observationMs: 500 });
    // Chunks of two: 3, 7, 11 and 15 ms; the workers get 3 + 11 and 7 + 15, and the first one ends 8 ms earlier.
    expect(report.timelines).toEqual([
      {
        ...{ scenario: 'growing', params: { tasks: 8 }, case: 'growing/fake/imapUnordered/w2/c2' },
        ...{ workers: 2, round: 1, pass: 23, wallMs: 22 },
        chunks: [
          [0, 0, 2, 0, 0, 3, 0],
          [1, 2, 2, 0, 0, 7, 0],
          [0, 4, 2, 3, 3, 14, 0],
          [1, 6, 2, 7, 7, 22, 0],
        ],
      },
    ]);
  });

  it('stops as soon as the figures are precise: a virtual clock needs the fewest rounds there are', async () => {
    const suite = {
      name: 'virtual',
      sweeps: [{ scenario: fixture('equal'), engines: ['fake'], workers: [2], chunksizes: [1 as const] }],
    };
    const report = await measure(suite, { host });
    expect(report.stopped).toMatchObject({ reason: 'precise', rounds: 10 });
  });

  it('ends cases that have lost, and confirms the others’ winner on fresh rounds', async () => {
    const sweep = {
      scenario: fixture('equal'),
      engines: ['fake'],
      workers: [1, 2, 4],
      chunksizes: [1 as const],
    };
    const report = await measure({ name: 'virtual', sweeps: [sweep] }, { host });
    const told = report.cases.map(({ engine, workers, settled, versusRecommended }) => [
      engine,
      workers,
      settled?.reason,
      versusRecommended?.verdict,
    ]);
    expect(told).toEqual([
      ['serial', 1, undefined, undefined],
      ['fake', 1, undefined, 'slower'],
      ['fake', 2, 'lost', 'slower'],
      ['fake', 4, 'precise', 'recommended'],
    ]);
    expect(report.recommendations[0]).toMatchObject({
      workers: 4,
      confirmed: { rounds: 5, verdict: 'confirmed', speedup: { value: 4 } },
    });
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(['faster', 'slower', 'slower']);
  });

  it('makes so many rounds as are asked for, and no confirmation', async () => {
    const report = await measureFake({ scenario: fixture('equal'), workers: [2], chunksizes: [1] });
    expect(report.stopped).toMatchObject({ reason: 'rounds', rounds: 2 });
    expect(report.recommendations[0]?.confirmed).toBeNull();
  });

  it('--cold adds a cold start to every parallel case that was asked for, and recommends none', async () => {
    const report = await measureFake(
      { scenario: fixture('equal'), workers: [2], chunksizes: [1] },
      { cold: true },
    );
    const cold = report.cases.filter((of) => of.cold);
    expect(cold.map(({ id }) => id)).toEqual(['equal/fake/imapUnordered/w2/c1/cold']);
    expect(cold[0]).toMatchObject({ status: 'ok', verified: true, ceiling: null });
    // The product's own fake workers start at once, so a cold pass takes as long as a warm one.
    expect(cold[0]?.speedup?.value).toBeCloseTo(2, 12);
    expect(report.recommendations[0]?.caseId).toBe('equal/fake/imapUnordered/w2/c1');
  });

  it('--pin puts each worker on a CPU of its own, and the report shows which', async () => {
    const report = await measureFake(
      { scenario: fixture('equal'), workers: [3], chunksizes: [1] },
      { pin: 'physical', host: inventHost({ physicalCores: 2, threadsPerCore: 2 }) },
    );
    const pinned = report.cases.find((of) => of.workers === 3);
    expect(pinned).toMatchObject({ placement: [[0], [1], [0]], pinned: true });
    expect(report.cases.find((of) => of.engine === 'serial')?.pinned).toBe(false);
  });

  it('reports a case that cannot be, with the reason', async () => {
    const report = await measureFake({
      scenario: fixture('equal'),
      workers: [2],
      chunksizes: [1],
      cores: [99, 'all'],
    });
    expect(report.cases.filter(({ status }) => status === 'skipped')).toMatchObject([
      { workers: 2, cores: 99, reason: expect.stringContaining('99') },
    ]);
    expect(report.cases.filter(({ status }) => status === 'ok')).toHaveLength(3);
    expect(report.findings.some(({ check }) => check === 'cases-skipped')).toBe(true);
  });

  it('refuses to be compared with real engines', async () => {
    await expect(measureFake({ scenario: fixture('equal'), engines: ['fake', 'threads'] })).rejects.toThrow(
      /virtual clock/,
    );
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
    [{ maxTime: 60 }, 'Unknown option of measure "maxTime". Did you mean "maxTimeMs"?'],
    [{ round: 3 }, 'Unknown option of measure "round". Did you mean "rounds"?'],
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
