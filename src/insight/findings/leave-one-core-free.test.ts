import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { leaveOneCoreFree } from './leave-one-core-free.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return leaveOneCoreFree(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 400 };
const pool = (workers: number, wallMs: number, more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  wallMs,
  ...more,
});
const host = { physicalCores: 4 };

describe('leaving one core free', () => {
  it('says what it costs in speed and gives in responsiveness', () => {
    const [finding, ...others] = find({
      host,
      cases: [
        serial,
        pool(4, 100, { eventLoopDelayMs: { p50: 1, p99: 9.5, max: 30 } }),
        pool(3, 125, { eventLoopDelayMs: { p50: 0, p99: 1.2, max: 4 } }),
      ],
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'info', cases: { length: 2 } });
    expect(finding?.message).toBe(
      'cycles: with one core left free, 3 threads are 20 % slower (80 % to 80 % of the speed) than 4 threads with imapUnordered, chunksize 1; 99 % of other events on the main thread wait at most 1.20 ms (1.20 ms–1.20 ms), against 9.50 ms (9.50 ms–9.50 ms) with all cores.',
    );
    expect(finding?.advice).toContain('Use every core if nothing else matters');
  });

  it('recommends it where it costs next to nothing', () => {
    const unsteady = (round: number) => (round % 2 === 0 ? 99 : 101);
    const [finding] = find({ host, cases: [serial, pool(4, 100), pool(3, 0, { wallMs: unsteady })] });
    expect(finding?.message).toContain('are not clearly slower (99 % to 101 % of the speed)');
    expect(finding?.advice).toContain('Leave one core free');
  });

  it('takes what auto came to as one chunksize', () => {
    const auto = (chunksize: number) => ({ dispatch: 'map', chunksize, chunksizeAsked: ['auto' as const] });
    expect(find({ host, cases: [serial, pool(4, 100, auto(3)), pool(3, 120, auto(4))] })).toHaveLength(1);
  });

  it.each([
    ['there are two cores', { physicalCores: 2 }, [pool(2, 200), pool(1, 400)]],
    ['the settings differ', host, [pool(4, 100), pool(3, 130, { chunksize: 4 })]],
    ['only all cores were used', host, [pool(4, 100)]],
  ])('is not raised where %s', (_, on, pools) => {
    expect(find({ host: on, cases: [serial, ...pools] })).toEqual([]);
  });
});
