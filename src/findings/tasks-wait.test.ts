import { describe, expect, it } from 'vitest';
import { analyse, type InventedCase, type InventedRun, inventRecord } from '../analysis/index.js';
import { tasksWait } from './tasks-wait.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return tasksWait(record, analyse(record));
};
const exact = (busyMs: number, cpuMs: number, waitMs = 0) => ({
  lane: { busyMs, cpuMs, waitMs, gapCpuMs: 0 },
});
const serial = (more: Partial<InventedCase>) => ({ engine: 'serial', wallMs: 100, ...more });

describe('tasks that wait outside the CPU', () => {
  it('are told with the workers that would keep a core busy', () => {
    const pool = { engine: 'threads', workers: 2, wallMs: 52, ...exact(50, 25) };
    const [finding, ...others] = find({ cases: [pool, serial(exact(100, 38, 2))] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'info', cases: { length: 2 } });
    expect(finding?.message).toBe(
      'cycles: its tasks wait outside the CPU for 60 % (60–60 %) of their time, measured with serial: more workers than cores may help, about 2.5 a core (2.5–2.5).',
    );
    expect(finding?.advice).toContain('--workers 1..5;');
  });

  it('is told from the chunks that were long enough to be read, where others were not', () => {
    const lane = { busyMs: 100, cpuMs: 99, waitMs: 0, read: { busyMs: 10, cpuMs: 5, waitMs: 0 } };
    expect(find({ cases: [serial({ lane })] })[0]?.message).toContain('for 50 % (50–50 %) of their time');
  });

  it.each([
    ['they compute', exact(100, 98)],
    ['they wait for a CPU', exact(100, 50, 48)],
    ['the system does not tell', { lane: { busyMs: 100 } }],
    ['only a total is known', { lane: { busyMs: 100, cpuMs: 40, waitMs: 0 } }],
  ])('are not found where %s', (_, more) => expect(find({ cases: [serial(more)] })).toEqual([]));
});
