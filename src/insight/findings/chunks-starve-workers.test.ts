import { describe, expect, it } from 'vitest';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { chunksStarveWorkers } from './chunks-starve-workers.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return chunksStarveWorkers(record, insight(record));
};

/** Twelve equal tasks, 15.21 s in serial; with the speedup given. */
const tutorial = (physicalCores: number, speedup: number, more: Partial<InventedCase> = {}) =>
  find({
    host: { physicalCores },
    cases: [
      { engine: 'serial', wallMs: 15_210 },
      { engine: 'threads', workers: 10, chunksize: 4, wallMs: 15_210 / speedup, ...more },
    ],
  });

describe('chunks that starve workers', () => {
  it('are not the one task that a whole program is', () => {
    const copies = { command: 'copies', chunksize: 1 } as const;
    const [serial, pool] = [
      { engine: 'serial', wallMs: 400, ...copies },
      { engine: 'commands', workers: 4, wallMs: 100, ...copies },
    ];
    expect(find({ scenarios: [{ tasks: 1, taskMs: [400] }], cases: [serial, pool] })).toEqual([]);
    const chunks = [serial, pool].map((one) => ({ ...one, command: 'chunks' as const }));
    expect(find({ scenarios: [{ tasks: 1, taskMs: [400] }], cases: chunks })).toHaveLength(1);
  });

  it('on ten cores: the chunks bind, and chunksize 1 would help', () => {
    expect(tutorial(10, 15.21 / 5.54)).toEqual([
      {
        check: 'chunks-starve-workers',
        severity: 'warning',
        cases: ['cycles/threads/imapUnordered/w10/c4'],
        message:
          'cycles: twelve tasks in chunks of four are three chunks, and three chunks can keep only three of ten ' +
          'workers busy: the bound is 3.00× by chunks and 10.00× by cores, so the chunks bind here' +
          '; measured: 2.75× (2.75–2.75); chunksize 1 would raise the bound to 6.00×; more cores alone would change nothing.',
        advice:
          'Smaller chunks would give every worker something to do; as it is, three workers would do as ' +
          'much. An Amdahl fit would blame a serial fraction of 29 % that does not exist.',
      },
    ]);
  });

  it('on two cores: the cores bind whatever the chunksize', () => {
    const [finding] = tutorial(2, 1.71);
    expect(finding?.message).toBe(
      'cycles: twelve tasks in chunks of four are three chunks, and three chunks can keep only three of ten ' +
        'workers busy: the bound is 3.00× by chunks and 2.00× by cores, so the cores bind at 2.00× whatever ' +
        'the chunksize; measured: 1.71× (1.71–1.71); chunksize 1 would raise the bound by chunks to 6.00×, which only ' +
        'more cores could use.',
    );
    expect(finding?.advice).toBe('Use as many workers as there are cores: more of them gain nothing.');
  });

  it('on four cores: chunksize 1 helps up to the cores', () => {
    expect(tutorial(4, 2.9)[0]?.message).toContain(
      'the chunks bind here; measured: 2.90× (2.90–2.90); chunksize 1 would raise the bound to 4.00×, where the cores bind',
    );
  });

  it('tells of an uneven share, too: three chunks for two workers', () => {
    const [finding] = tutorial(2, 1.45, { workers: 2 });
    expect(finding?.message).toBe(
      'cycles: twelve tasks in chunks of four are three chunks, which two workers cannot share evenly: the ' +
        'bound is 1.50× by chunks and 2.00× by cores, so the chunks bind here; measured: 1.45× (1.45–1.45); chunksize 1 ' +
        'would raise the bound to 2.00×, where the cores bind; more cores alone would change nothing.',
    );
  });

  it('does not blame Amdahl where the chunks do not explain what was measured', () => {
    expect(tutorial(10, 1.2)[0]?.advice).not.toContain('Amdahl');
  });

  it('says what is left where the chunksize is 1 already', () => {
    expect(tutorial(16, 5, { workers: 16, chunksize: 1 })[0]?.message).toContain(
      'twelve of 16 workers busy: the bound is 12.00× by chunks and 16.00× by cores, so the chunks bind here' +
        '; measured: 5.00× (5.00–5.00); only more tasks would raise the bound',
    );
  });

  it.each([
    ['every worker has the same', { workers: 2, chunksize: 1 }],
    ['there is one worker', { workers: 1, chunksize: 12 }],
    ['the share is nearly even', { workers: 5, chunksize: 1, cores: 4.1 }],
  ])('is not raised where %s', (_, more) => expect(tutorial(4, 2, more)).toEqual([]));

  it('is not found in whole programs, whose work is their own to share out', () => {
    const one = { engine: 'self-parallel', command: 'self-parallel', dispatch: 'apply' } as const;
    const cases = [
      { engine: 'serial', command: 'self-parallel', wallMs: 100 } as const,
      { ...one, workers: 1, wallMs: 100 },
      { ...one, workers: 2, wallMs: 52 },
    ];
    expect(find({ scenarios: [{ tasks: 1 }], cases })).toEqual([]);
  });

  it('is said once for engines and dispatches that it holds for alike', () => {
    const findings = find({
      host: { physicalCores: 10 },
      cases: [
        { engine: 'serial', wallMs: 100 },
        { engine: 'threads', workers: 10, chunksize: 4, wallMs: 40 },
        { engine: 'processes', workers: 10, chunksize: 4, wallMs: 50 },
      ],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.cases).toHaveLength(2);
    expect(findings[0]?.message).toContain('; measured: 2.00× (2.00–2.00) to 2.50× (2.50–2.50);');
  });
});
