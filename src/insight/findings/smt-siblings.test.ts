import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { smtSiblings } from './smt-siblings.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return smtSiblings(record, analyse(record));
};
const host = { physicalCores: 4, threadsPerCore: 2 };
const serial = { engine: 'serial', wallMs: 800 };
const pool = (workers: number, wallMs: number, more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  wallMs,
  ...more,
});

describe('SMT siblings counted as cores', () => {
  it('are told with what they brought', () => {
    const [finding, ...others] = find({
      host,
      cases: [serial, pool(1, 800), pool(4, 200), pool(7, 180), pool(8, 160)],
    });
    expect(others).toEqual([]);
    expect(finding?.cases).toHaveLength(2);
    expect(finding?.message).toBe(
      'cycles: 8 workers of threads share 4 physical cores (SMT): they scale to 5.00× (5.00–5.00), one worker per core to 4.00× (4.00–4.00), so the siblings make it 1.25× (1.25–1.25) as fast.',
    );
  });

  it('bring nothing that is known where the interval of the ratio holds 1', () => {
    const unsteady = (round: number) => (round % 2 === 0 ? 140 : 230);
    expect(
      find({ host, cases: [serial, pool(1, 800), pool(4, 200), pool(8, 0, { wallMs: unsteady })] })[0]
        ?.message,
    ).toMatch(/; whether the siblings add anything is not clear yet: 1\.11× \(0\.\d+–1\.\d+\)\.$/);
  });

  it('are told without it where one worker a core was not measured', () => {
    expect(find({ host, cases: [serial, pool(1, 800), pool(8, 160)] })[0]?.message).toBe(
      'cycles: 8 workers of threads share 4 physical cores (SMT): scaling 5.00× (5.00–5.00).',
    );
  });

  it('are as good as cores where the curve does not bend', () => {
    const scenarios = [{ name: 'cycles', tasks: 480, taskMs: new Array<number>(480).fill(1) }];
    const advice = (atEight: number) =>
      find({
        host,
        scenarios,
        cases: [
          { engine: 'serial', wallMs: 480 },
          ...[pool(1, 480), pool(2, 240), pool(4, 120), pool(8, atEight)],
        ],
      })[0]?.advice;
    expect(advice(60)).toMatch(/size by the measured worker counts, not by physical cores/);
    expect(advice(100)).toMatch(/^Size machines by physical cores/);
  });

  it.each([
    ['every worker has a core', host, pool(4, 200)],
    ['cores have one thread each', { physicalCores: 8 }, pool(8, 100)],
    ['workers share CPUs anyway', host, pool(12, 160)],
    ['workers are virtual', host, pool(8, 100, { engine: 'fake' })],
  ])('are not found where %s', (_, on, one) => {
    expect(find({ host: on, cases: [serial, pool(1, 800), one] })).toEqual([]);
  });
});
