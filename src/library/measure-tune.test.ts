import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { inventHost } from '../host/index.js';
import { readRecord } from '../record/index.js';
import type { Report } from '../report/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { type MeasureOptions, measure } from './measure.js';

const growing = fileURLToPath(new URL('../testing/fixtures/growing.js', import.meta.url));
const host = inventHost({ physicalCores: 4 });
const folder = temporaryFolder();
const suite = { name: 'virtual', sweeps: [{ scenario: growing, engines: ['fake'] }] };
const tune = (options: MeasureOptions = {}) =>
  measure(suite, { host, tune: true, observationMs: 1, formats: ['json'], ...options });

describe('tuning on the fake engine', () => {
  let whole: Report;
  beforeAll(async () => {
    whole = await tune();
  });

  it('finds the best of all settings: 8 tasks of 1 … 8 ms take 4 workers 12 ms, one at a time', () => {
    const report = whole;
    expect(report.recommendations).toMatchObject([
      { workers: 4, chunksize: 1, dispatch: 'imapUnordered', verdict: 'pool' },
    ]);
    expect(report.recommendations[0]!.speedup.value).toBeCloseTo(3, 12);
    expect(report.recommendations[0]!.headline).toContain('(tuned over 22 settings)');
    expect(report.stopped).toMatchObject({
      reason: 'precise',
      message: 'The best of 22 settings is known to ±5 % after 6 rounds.',
    });
    const told = report.findings.find(({ check }) => check === 'tuned')!;
    expect(told.message).toContain('Left behind: 19 after round 1.');
    expect(report.findings.map(({ check }) => check)).not.toContain('too-few-rounds');
  });

  it('says of each of the others when it was left behind, and has its rounds', () => {
    const report = whole;
    const behind = report.cases.filter(({ settled }) => settled?.reason === 'behind');
    expect(behind).toHaveLength(19);
    const two = behind.find(({ workers, chunksize }) => workers === 2 && chunksize === 2)!;
    expect(two).toMatchObject({ rounds: 1, status: 'ok', wallMs: { median: 22 } });
    expect(two.settled!.message).toBe(
      'Behind by more than noise after round 1: 1.64× as fast as serial, where the best is 3.00×.',
    );
    expect(two.versusRecommended).toBeUndefined();
  });

  it('measures exactly the rounds that are asked for, and only what options name', async () => {
    const report = await tune({ rounds: 4, workers: [2, 4], dispatches: ['imapUnordered'] });
    expect(report.stopped).toMatchObject({ reason: 'rounds', rounds: 4, message: '4 rounds, as asked.' });
    // Three chunksizes and auto (which is 1) on two workers, two on four.
    const asked = report.cases.filter(({ role, engine }) => role === 'asked' && engine === 'fake');
    expect(asked.map(({ workers, chunksize }) => `${workers} ${chunksize}`)).toEqual([
      '2 1',
      '4 1',
      '2 2',
      '4 2',
      '2 4',
    ]);
  });

  it('goes on, where it was broken off, with what was not left behind', async () => {
    const out = join(folder, 'resumed');
    await tune({ out });
    const file = join(out, 'record.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    const secondRound = lines.findIndex(
      (line) => line.includes('"kind":"observation"') && line.includes('"round":2'),
    );
    writeFileSync(file, `${lines.slice(0, secondRound + 1).join('\n')}\n`);
    const report = await tune({ out, resume: true });
    expect(report.recommendations[0]).toMatchObject({ workers: 4, chunksize: 1 });
    const { lines: all } = await readRecord(out);
    const rounds = new Map<string, Set<number>>();
    for (const line of all)
      if (line.kind === 'observation')
        rounds.set(line.case, (rounds.get(line.case) ?? new Set()).add(line.round));
    const settled = all.filter((line) => line.kind === 'settled' && line.reason === 'behind');
    expect(settled).toHaveLength(19);
    // One of them is what others' figures are ratios to.
    const again = settled.filter((line) => 'case' in line && rounds.get(line.case)!.size > 1);
    expect(again.map((line) => 'case' in line && line.case)).toEqual(['growing/fake/imapUnordered/w1/c1']);
  });

  it('is not begun in the middle of a run that measures all alike', async () => {
    const out = join(folder, 'alike');
    await measure(suite, { host, rounds: 2, workers: [2], out, formats: ['json'] });
    await expect(tune({ out, resume: true, rounds: 5 })).rejects.toThrow(
      /cannot be resumed: it measures all settings alike/,
    );
  });

  it('is refused with what it cannot keep to, before anything is measured', async () => {
    await expect(tune({ cores: [1] })).rejects.toThrow(UsageError);
    await expect(tune({ rounds: 2 })).rejects.toThrow(/ask for 3 rounds or more/);
  });
});
