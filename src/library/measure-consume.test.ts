import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inventHost } from '../host/index.js';
import { totalLoss } from '../insight/analysis/index.js';
import type { Sweep } from '../scenario/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { undisturbed } from '../testing/undisturbed.js';
import { type MeasureOptions, measure } from './measure.js';

const fixture = (name: string) => fileURLToPath(new URL(`../testing/fixtures/${name}.js`, import.meta.url));
const host = inventHost({ physicalCores: 4 });
const folder = temporaryFolder();

function measureFake(sweep: Partial<Sweep> & { scenario: string }, options: MeasureOptions = {}) {
  const suite = { name: 'virtual', sweeps: [{ engines: ['fake'], ...sweep }] };
  return measure(suite, { host, rounds: 2, observationMs: 1, ...options });
}

const exactly = (value: number) => ({ value, low: value, high: value });

describe('consume on the fake engine', () => {
  it('equal work on 4 workers gives a speedup of exactly 4, and is verified by what it combines to', async () => {
    const report = await measureFake({
      scenario: fixture('word-count'),
      dispatches: ['imapUnordered', 'consume'],
      workers: [1, 2, 4],
      chunksizes: [1],
    });
    const measured = report.cases.filter(({ dispatch }) => dispatch === 'consume');
    expect(measured.map(({ workers }) => workers)).toEqual([1, 2, 4]);
    for (const { workers, speedup, scaling, verified, lossWorkerMs } of measured) {
      expect(speedup).toEqual(exactly(workers));
      expect(scaling).toEqual(exactly(workers));
      expect(verified).toBe(true);
      for (const ms of Object.values(lossWorkerMs!)) expect(ms).toBeCloseTo(0, 9);
    }
    expect(measured.at(-1)?.ceiling?.value).toBeCloseTo(4, 12);
    expect(report.cases.find(({ engine }) => engine === 'serial')).toMatchObject({ dispatch: 'map' });
  });

  it.each<[number | 'auto', number]>([
    [1, 20],
    [2, 22],
    [4, 26],
    ['auto', 20],
  ])('growing items at chunksize %s take exactly %d ms', async (chunksize, wallMs) => {
    const report = await measureFake({
      scenario: fixture('consumer'),
      workers: [2],
      chunksizes: [chunksize],
    });
    const measured = report.cases.find(({ workers }) => workers === 2);
    // Without `run`, consume is what is measured unless something else is asked for.
    expect(measured).toMatchObject({ dispatch: 'consume', status: 'ok', verified: true });
    expect(measured?.wallMs?.samples).toEqual([wallMs, wallMs]);
    const loss = totalLoss(measured!.lossWorkerMs!);
    expect(loss).toBeCloseTo(2 * wallMs - 36, 9);
    expect(measured?.lossWorkerMs?.tail).toBeCloseTo(2 * wallMs - 36, 9);
  });

  it('a scenario of consumers alone has serial, a ceiling and even shares of time, all by consume', async () => {
    const report = await measureFake({ scenario: fixture('consumer'), workers: [2], chunksizes: [4] });
    expect(report.cases.map(({ id, dispatch }) => [id, dispatch])).toEqual([
      ['consumer/serial', 'consume'],
      ['consumer/fake/consume/w1/c1', 'consume'],
      ['consumer/fake/consume/w1/c4', 'consume'],
      ['consumer/fake/consume/w2/c4', 'consume'],
    ]);
    expect(report.cases.at(-1)?.ceiling?.value).toBeCloseTo(2, 12);
    expect(report.scenarios[0]?.taskMs).toEqual({ min: 4.5, median: 4.5, max: 4.5, total: 36 });
  });

  it('a cold start of consumers is measured, too', async () => {
    const report = await measureFake(
      { scenario: fixture('consumer'), workers: [2], chunksizes: [1] },
      { cold: true },
    );
    expect(report.cases.find((of) => of.cold)).toMatchObject({
      id: 'consumer/fake/consume/w2/c1/cold',
      status: 'ok',
      verified: true,
      wallMs: { samples: [20, 20] },
    });
  });

  it('results that combine to something else than serial’s fail the case', async () => {
    const report = await measureFake(
      { scenario: fixture('consumer'), workers: [1, 2], chunksizes: [1] },
      { params: { wrong: true } },
    );
    expect(report.cases.map(({ workers, status, reason }) => [workers, status, reason])).toEqual([
      [1, 'ok', undefined],
      [1, 'ok', undefined],
      [2, 'failed', 'results differ from serial: the results combined: result: 28.5 here, 28 in serial'],
    ]);
  });

  it('a scenario under a dispatch that calls what it lacks is skipped, with the reason', async () => {
    const wanted = [
      ['equal', 'consume', 'equal has no `consume`, which consume calls.'],
      ['consumer', 'map', 'consumer has no `run`, which map calls; consume applies to it.'],
      ['equal', 'starmap', expect.stringMatching(/^equal does not say `spread: true`: starmap is for/)],
    ];
    const sweeps = wanted.map(([name, dispatch]) => ({
      ...{ scenario: fixture(name), engines: ['fake'], workers: [2], dispatches: [dispatch] },
    }));
    const { cases } = await measure({ name: 'virtual', sweeps }, { host, rounds: 2 });
    const skipped = cases.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ scenario, dispatch, reason }) => [scenario, dispatch, reason])).toEqual(wanted);
    expect(cases.filter(({ status }) => status === 'failed')).toEqual([]);
  });
});

it('starmap spreads tasks as every other dispatch does for such a scenario', async () => {
  const report = await measureFake({
    scenario: fixture('spread'),
    workers: [4],
    dispatches: ['starmap', 'map', 'imapUnordered'],
    chunksizes: [1],
  });
  const pools = report.cases.filter(({ workers }) => workers === 4);
  expect(pools.map(({ dispatch, verified, speedup }) => [dispatch, verified, speedup?.value])).toEqual([
    ['starmap', true, 4],
    ['map', true, 4],
    ['imapUnordered', true, 4],
  ]);
});

describe('a scenario that shares memory', () => {
  it('is skipped where workers share none, with the two ways out', async () => {
    const report = await undisturbed(() =>
      measure(
        {
          name: 'real',
          sweeps: [
            {
              scenario: fixture('moving'),
              params: { payload: 'share' },
              engines: ['threads', 'processes'],
              workers: [1],
              chunksizes: [1],
            },
          ],
        },
        { host, rounds: 1, observationMs: 1, waitForQuiet: false },
      ),
    );
    const told = report.cases.map(({ engine, status, verified }) => [engine, status, verified]);
    expect(told).toEqual([
      ['serial', 'ok', true],
      ['threads', 'ok', true],
      ['processes', 'skipped', null],
    ]);
    expect(report.cases.at(-1)?.reason).toMatch(
      /only threads can\. Measure it on threads, or let its tasks name/,
    );
    expect(report.scenarios[0]?.payload).toBe('share');
  });
});

it('a payload that is none is refused, before anything is measured', async () => {
  const suite = { name: 'x', sweeps: [{ scenario: fixture('moving'), params: { payload: 'move' } }] };
  await expect(measure(suite, { host })).rejects.toThrow(
    /payload\(\) of "moving" .* gave "move"; it must give "copy", "transfer" or "share"\./,
  );
});

it('real workers consume, transfer and verify alike', async () => {
  const report = await undisturbed(() =>
    measure(
      {
        name: 'real',
        sweeps: [
          {
            scenario: fixture('moving'),
            engines: ['threads', 'processes'],
            dispatches: ['imapUnordered', 'consume'],
            workers: [1],
            chunksizes: [1],
          },
        ],
      },
      { host, rounds: 1, observationMs: 1, waitForQuiet: false },
    ),
  );
  const pools = report.cases.filter(({ engine }) => engine !== 'serial');
  expect(pools.map(({ engine, dispatch, status, verified }) => [engine, dispatch, status, verified])).toEqual(
    [
      ['threads', 'imapUnordered', 'ok', true],
      ['threads', 'consume', 'ok', true],
      ['processes', 'imapUnordered', 'ok', true],
      ['processes', 'consume', 'ok', true],
    ],
  );
  for (const { lossWorkerMs, wallMs, workers } of pools) {
    const serial = report.cases.find(({ engine }) => engine === 'serial')!;
    const lost = totalLoss(lossWorkerMs!);
    expect(lost).toBeCloseTo(workers * wallMs!.samples[0]! - serial.wallMs!.samples[0]!, 6);
  }
});

describe('a scenario whose package is not installed', () => {
  const source = `import gone from 'corewise-test-package-that-is-gone';
export default { name: 'needs-gone', description: 'd', params: {}, tasks: () => [1], run: () => gone };`;

  it('is skipped with the reason, and the others are measured', async () => {
    const path = join(folder, 'needs-gone.mjs');
    writeFileSync(path, source);
    const sweeps = [path, fixture('equal')].map((scenario) => ({
      scenario,
      engines: ['serial', 'fake'],
      workers: [2],
      chunksizes: [1 as const],
    }));
    const report = await measure({ name: 'virtual', sweeps }, { host, rounds: 2 });
    const reason = 'It needs the package "corewise-test-package-that-is-gone", which is not installed here.';
    expect(report.cases.filter(({ status }) => status === 'skipped')).toMatchObject([
      { id: 'needs-gone/serial', reason },
      { id: 'needs-gone/fake/imapUnordered/w2/c1', reason },
    ]);
    expect(report.cases.filter(({ status }) => status === 'ok')).toHaveLength(3);
    expect(report.scenarios.map(({ name, hash }) => [name, hash !== ''])).toEqual([
      ['equal', true],
      ['needs-gone', false],
    ]);
    expect(report.findings.find(({ check }) => check === 'cases-skipped')?.message).toContain(reason);
  });

  it('alone still makes a report, which says so', async () => {
    const path = join(folder, 'needs-gone.mjs');
    writeFileSync(path, source);
    const out = join(folder, 'out');
    mkdirSync(out);
    const suite = { name: 'virtual', sweeps: [{ scenario: path, workers: [2] }] };
    const report = await measure(suite, { host, rounds: 2, out, formats: ['md'] });
    expect(report.cases.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(report.stopped.message).toBe('Nothing was measured: every case was skipped.');
    expect(report.findings.map(({ check, severity }) => [check, severity])).toEqual([
      ['cases-skipped', 'info'],
    ]);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(
      'no answer, since it was skipped: It needs the package',
    );
  });
});
