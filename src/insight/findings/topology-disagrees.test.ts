import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { topologyDisagrees } from './topology-disagrees.js';

const host = { physicalCores: 8, threadsPerCore: 2 };
const pools = (engine: string, scaling: Record<number, number>) =>
  Object.entries(scaling).map(([workers, times]) => ({
    engine,
    workers: Number(workers),
    wallMs: 480 / times,
  }));
const find = (...cases: ReturnType<typeof pools>) => {
  const scenarios = [{ name: 'cycles', tasks: 480, taskMs: new Array<number>(480).fill(1) }];
  const record = inventRecord({ host, scenarios, cases: [{ engine: 'serial', wallMs: 480 }, ...cases] });
  return topologyDisagrees(record, analyse(record));
};
const straight = { 1: 1, 4: 4, 8: 8, 16: 16 };
const bent = { 1: 1, 4: 4, 8: 8, 16: 10 };

describe('topology and points disagree', () => {
  it('where second threads are as good as cores', () => {
    const [finding, ...others] = find(...pools('threads', straight));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ check: 'topology-disagrees', severity: 'warning' });
    expect(finding!.message).toBe(
      'The machine reports several threads per core, 8 cores, but the points do not bend there: each of its logical CPUs is as good as a core.',
    );
    expect(finding!.cases).toHaveLength(4);
  });

  it('of one engine alone: it is named', () => {
    const [finding] = find(...pools('threads', straight), ...pools('processes', bent));
    expect(finding!.message).toMatch(/^cycles \(threads\): The machine reports/);
  });

  it('not where the curve bends at the cores', () => {
    expect(find(...pools('threads', bent))).toEqual([]);
  });
});
