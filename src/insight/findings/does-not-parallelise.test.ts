import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { doesNotParallelise } from './does-not-parallelise.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return doesNotParallelise(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('work that does not parallelise', () => {
  const one = pool({ workers: 1, wallMs: 100 });

  it('is told with what chunks and cores allow; the pool is to blame where the ceiling is high', () => {
    const [finding] = find({
      cases: [serial, one, pool({ wallMs: 98 })],
      ceilings: [{ engine: 'threads', workers: 2, factor: 1.95 }],
    });
    expect(finding?.message).toBe(
      'cycles does not parallelise with 2 threads with imapUnordered, chunksize 1: 1.02× (1.02–1.02) of one worker, where chunks and cores allow 2.00× and the ceiling is 1.95× (1.95–1.95).',
    );
    expect(finding?.advice).toContain('what the workers wait for');
  });

  it('the machine is to blame where isolated workers get no more', () => {
    const [finding] = find({
      cases: [serial, one, pool({ wallMs: 98 })],
      ceilings: [{ engine: 'threads', workers: 2, factor: 1.05 }],
    });
    expect(finding?.advice).toContain('The machine itself');
  });

  it('nobody is blamed where the interval of the ceiling leaves both open', () => {
    const factor = (round: number) => (round % 2 === 0 ? 0.5 : 2);
    const [finding] = find({
      cases: [serial, one, pool({ wallMs: 98 })],
      ceilings: [{ engine: 'threads', workers: 2, factor }],
    });
    expect(finding?.message).toMatch(/and the ceiling is 1\.00× \(0\.\d+–1\.\d+\)\.$/);
    expect(finding?.advice).toMatch(/^It is not clear yet whether the machine or the pool is to blame/);
  });

  it('of whole programs is told by cores, with what to look at', () => {
    const program = { command: 'self-parallel', dispatch: 'apply', wallMs: 100 } as const;
    const [told] = find({
      scenarios: [{ tasks: 1 }],
      cases: [
        { ...program, engine: 'serial' },
        { ...program, engine: 'self-parallel', workers: 1 },
        { ...program, engine: 'self-parallel', workers: 2 },
      ],
    });
    expect(told?.message).toBe(
      'cycles does not parallelise with 2 workers: 1.00× (1.00–1.00) of one worker, where the cores allow 2.00×.',
    );
    expect(told?.advice).toMatch(/^Check that the number of workers reaches the program/);
  });

  it.each([
    ['it scales', { wallMs: 80 }, 2],
    ['there is one core', { wallMs: 98 }, 1],
    ['its chunks starve', { wallMs: 98, chunksize: 12 }, 2],
  ])('is not found where %s', (_, more, physicalCores) => {
    const chunksize = 'chunksize' in more ? more.chunksize : 1;
    expect(find({ host: { physicalCores }, cases: [serial, { ...one, chunksize }, pool(more)] })).toEqual([]);
  });
});
