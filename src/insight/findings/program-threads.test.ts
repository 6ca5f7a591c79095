import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { programThreads } from './program-threads.js';

const own = (workers: number, cpus: number, wallMs: number, threads = 3): InventedCase => ({
  engine: 'self-parallel',
  command: 'self-parallel',
  dispatch: 'apply',
  workers,
  wallMs,
  lane: { cpuMs: (cpus * wallMs) / workers, waitMs: 0, threads },
});
const serial: InventedCase = { engine: 'serial', command: 'self-parallel', wallMs: 1000 };
const find = (cases: InventedCase[]) => {
  const record = inventRecord({
    host: { physicalCores: 8 },
    scenarios: [{ tasks: 1 }],
    cases: [serial, ...cases],
  });
  return programThreads(record, analyse(record));
};

describe('a program that computes on more CPUs than it was told', () => {
  it('with one worker makes every speedup too small', () => {
    const [finding, ...others] = find([own(1, 2.4, 500), own(2, 4.8, 250), own(4, 4.4, 200)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warning', cases: { length: 2 } });
    expect(finding?.message).toBe(
      'cycles: with 1 worker it kept 2.4 CPUs busy (2.40–2.40), in up to 3 threads: what counts as one worker is more than one, so every speedup over it is too small. With 4 workers it asks for more than 8 cores.',
    );
  });

  it('with several has threads in its workers', () => {
    const [finding] = find([own(1, 1, 1000), own(2, 4, 250)]);
    expect(finding?.message).toContain(
      'with 2 workers it kept 4 CPUs busy (4.00–4.00), in up to 3 threads: its workers have threads of their own. With 5 workers it asks',
    );
  });

  it.each([
    ['as many as it was told', [own(1, 1.1, 1000), own(4, 3.9, 260)]],
    ['fewer', [own(4, 2, 260)]],
  ])('is not found where it is %s', (_, cases) => expect(find(cases)).toEqual([]));

  it('is not found in what is no command', () => {
    expect(find([{ engine: 'threads', wallMs: 500, lane: { cpuMs: 1500, waitMs: 0 } }])).toEqual([]);
  });
});
