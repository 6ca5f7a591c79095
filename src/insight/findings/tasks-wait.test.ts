import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { tasksWait } from './tasks-wait.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return tasksWait(record, analyse(record));
};
type Ms = NonNullable<InventedCase['wallMs']>;
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
      'cycles: its tasks wait outside the CPU for 60 % (60–60 %) of their time, measured with serial: more workers than cores may help, about 2.5 per core (2.5–2.5).',
    );
    expect(finding?.advice).toContain('--workers 1..5;');
  });

  it('is told from the chunks that were long enough to be read, where others were not', () => {
    const lane = { busyMs: 100, cpuMs: 99, waitMs: 0, read: { busyMs: 10, cpuMs: 5, waitMs: 0 } };
    expect(find({ cases: [serial({ lane })] })[0]?.message).toContain('for 50 % (50–50 %) of their time');
  });

  describe('where promises were measured', () => {
    const alone = serial(exact(100, 5));
    const promises = (wallMs: Ms) => ({ engine: 'promises', workers: 12, wallMs });
    const pool = (wallMs: Ms, workers = 12) => ({ engine: 'threads', workers, wallMs });
    const by = (spread: number) => (round: number) => 10 * Math.exp(round % 2 === 0 ? spread : -spread);
    const told = (...cases: InventedCase[]) => find({ cases: [alone, ...cases] })[0];
    const waits =
      'cycles: its tasks wait outside the CPU for 95 % (95–95 %) of their time, measured with serial';
    const gain = `${waits}: 12 at once on one thread is 10.00× as fast as serial (10.00–10.00), without a pool`;
    const fastest = '12 threads with imapUnordered, chunksize 1';

    it.each([
      [
        'says so of one that is slower',
        pool(20),
        `; the fastest pool that was measured, ${fastest}, is slower: 0.50× (0.50–0.50) of that speed`,
      ],
      [
        'says so of one that is the same',
        pool(10),
        `; the fastest pool that was measured, ${fastest}, adds nothing: 1.00× (1.00–1.00) of that speed`,
      ],
      [
        'says what one adds',
        pool(5),
        `; a pool adds to that: ${fastest} reach 2.00× (2.00–2.00) of that speed`,
      ],
      ['says nothing of one that may be either', pool(by(0.3)), ''],
    ])('they come before a pool, and it %s', (_, other, clause) =>
      expect(told(promises(10), other)?.message).toBe(`${gain}${clause}.`),
    );

    it('tells tasks that keep their thread while they wait', () => {
      const finding = told(promises(99));
      expect(finding?.message).toBe(
        `${waits}: 12 at once on one thread gains nothing: 1.01× (1.01–1.01), so each keeps its thread while it waits.`,
      );
      expect(finding?.advice).toContain('use its asynchronous form');
    });

    it('claims no gain that is not known', () => {
      const unsteady = (round: number) => 100 * Math.exp(round % 2 === 0 ? 1 : -1);
      expect(told(promises(unsteady))?.message).toBe(`${waits}.`);
    });
  });

  it('advises promises where the engines were chosen without them', () => {
    const pool = { engine: 'threads', workers: 2, wallMs: 52 };
    expect(find({ cases: [pool, serial(exact(100, 5))] })[0]?.advice).toContain(
      '--engine serial,promises,threads.',
    );
  });

  it('does not advise what was tried in vain', () => {
    const tried = { engine: 'promises', workers: 12, skipped: 'not re-entrant' };
    expect(find({ cases: [tried, serial(exact(100, 5))] })[0]?.advice).not.toContain('promises');
  });

  it.each([
    [0.2, 'for 80 % (80–80 %) of their time'],
    [0.6, undefined],
  ])(
    'are told from the pass before the rounds where chunks tell nothing: a CPU share of %d',
    (cpuShare, text) => {
      const [finding] = find({ scenarios: [{ cpuShare }], cases: [serial({})] });
      if (text === undefined) expect(finding).toBeUndefined();
      else expect(finding?.message).toContain(text);
    },
  );

  it.each([
    ['they compute', exact(100, 98)],
    ['they wait for a CPU', exact(100, 50, 48)],
    ['the system does not tell', { lane: { busyMs: 100 } }],
    ['only a total is known', { lane: { busyMs: 100, cpuMs: 40, waitMs: 0 } }],
  ])('are not found where %s', (_, more) => expect(find({ cases: [serial(more)] })).toEqual([]));
});
