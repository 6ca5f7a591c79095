import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inventHost } from '../host/index.js';
import type { Sweep } from '../scenario/index.js';
import { type MeasureOptions, measure } from './measure.js';

const fixture = (name: string) => fileURLToPath(new URL(`../testing/fixtures/${name}.js`, import.meta.url));
const host = inventHost({ physicalCores: 4 });

function measureFake(sweep: Partial<Sweep> & { scenario: string }, options: MeasureOptions = {}) {
  const suite = { name: 'virtual', sweeps: [{ engines: ['fake'], ...sweep }] };
  return measure(suite, { host, rounds: 2, observationMs: 1, ...options });
}

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

  it('all alike leave nothing to compare, and nothing is measured', async () => {
    const report = await measureFake({
      ...{ scenario: fixture('equal'), engines: ['serial', 'fake'], workers: [1, 2], cores: [99] },
    });
    expect(new Set(report.cases.map(({ status }) => status))).toEqual(new Set(['skipped']));
    expect(new Set(report.findings.map(({ check }) => check))).toEqual(new Set(['cases-skipped']));
    expect(report.stopped.rounds).toBe(0);
    expect(report.stopped.message).toMatch(
      /^Nothing was measured: every case beside serial was skipped\. .*99/,
    );
  });

  it('refuses to be compared with real engines', async () => {
    await expect(measureFake({ scenario: fixture('equal'), engines: ['fake', 'threads'] })).rejects.toThrow(
      /virtual clock/,
    );
  });
});
