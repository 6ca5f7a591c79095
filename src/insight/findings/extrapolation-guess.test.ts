import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedRun } from '../testing/invented-run.js';
import { extrapolationGuess } from './extrapolation-guess.js';

const tasks = 240;
const find = (
  host: InventedRun['host'],
  scaling: Record<number, number>,
  engines = ['threads'],
  perPass = tasks,
) => {
  const cases = engines.flatMap((engine) =>
    Object.entries(scaling).map(([workers, times]) => ({
      engine,
      workers: Number(workers),
      wallMs: tasks / times,
    })),
  );
  const scenarios = [{ name: 'cycles', tasks: perPass, taskMs: new Array<number>(perPass).fill(1) }];
  const record = inventRecord({
    host: host!,
    scenarios,
    cases: [{ engine: 'serial', wallMs: tasks }, ...cases],
  });
  return extrapolationGuess(record, analyse(record));
};

describe('what more cores would give is a guess', () => {
  it('from two counts: on a machine that has no more, another one would tell', () => {
    const [finding, ...others] = find({ physicalCores: 2 }, { 1: 1, 2: 1.9 });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ check: 'extrapolation-guess', severity: 'info' });
    expect(finding!.cases).toHaveLength(2);
    expect(finding!.message).toMatch(
      /^Two worker counts are too few for a law: predictions are the range .* marked assumed/,
    );
    expect(finding!.advice).toBe(
      'All useful counts on 2 CPUs were measured. To know more, measure on a machine with 4 or more.',
    );
  });

  it('from two counts of many: the others would tell', () => {
    const [finding] = find({ physicalCores: 16, threadsPerCore: 2 }, { 1: 1, 8: 8 });
    expect(finding?.advice).toBe('Measure 16 and 32 workers too (--workers auto does).');
  });

  it('from two counts, since the others had too few chunks: more tasks would tell', () => {
    const [finding] = find({ physicalCores: 8 }, { 1: 1, 4: 4, 8: 6 }, ['threads'], 12);
    expect(finding?.advice).toBe('Give the scenario more tasks, so that every count has enough chunks.');
  });

  it('beyond a knee that nobody measured', () => {
    const [finding] = find({ physicalCores: 8, threadsPerCore: 2 }, { 1: 1, 4: 4, 8: 8 });
    expect(finding?.message).toContain('Nothing was measured beyond the 8 physical cores');
    expect(finding?.advice).toBe('Measure 16 workers too (--workers auto does).');
  });

  it('where the law misses what was measured', () => {
    const [finding] = find({ physicalCores: 16 }, { 1: 1, 2: 2, 4: 4, 8: 7.6, 12: 10.5, 16: 9.1 });
    expect(finding?.message).toContain('it does not follow the fall from 12 to 16 workers');
  });

  it('where the curve bends', () => {
    const [finding] = find({ physicalCores: 8 }, { 1: 1, 2: 1.9, 4: 3.4, 8: 5.5 });
    expect(finding?.message).toContain('the curve has bent already');
  });

  it('is told once for all settings of which it is true', () => {
    const findings = find({ physicalCores: 2 }, { 1: 1, 2: 1.9 }, ['threads', 'processes']);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.cases).toHaveLength(4);
  });

  it('is told of the recommended setting where others bend otherwise', () => {
    const along = (dispatch: string, scaling: Record<number, number>) =>
      Object.entries(scaling).map(([workers, times]) => ({
        engine: 'threads',
        dispatch,
        workers: Number(workers),
        wallMs: tasks / times,
      }));
    const cases = [
      { engine: 'serial', wallMs: tasks },
      ...along('map', { 1: 1, 2: 1.7, 4: 2.6, 8: 3.6 }),
      ...along('imapUnordered', { 1: 1, 2: 1.9, 4: 3.4, 8: 5.5 }),
    ];
    const scenarios = [{ name: 'cycles', tasks, taskMs: new Array<number>(tasks).fill(1) }];
    const record = inventRecord({ host: { physicalCores: 8 }, scenarios, cases });
    const findings = extrapolationGuess(record, analyse(record));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.cases).toHaveLength(8);
    expect(findings[0]!.message).toContain('efficiency 69 %');
  });

  it('is not where the points tell it', () => {
    expect(find({ physicalCores: 8 }, { 1: 1, 2: 2, 4: 4, 8: 8 })).toEqual([]);
  });
});
