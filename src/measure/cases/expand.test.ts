import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { inventHost } from '../../host/index.js';
import { expandCases } from './expand.js';
import { ceilingReferenceOf, isReferenceOf } from './references.js';
import type { SweepInput } from './sweep.js';
import { expand, find, idsOf, rule, smt, sweepOf, two } from './testing/expanding.js';

describe('promises', () => {
  it('are as many at once as there are tasks, at most 64, on all CPUs, and serial is their only reference', () => {
    const change: Partial<SweepInput> = { engines: ['promises'], cores: [1, 'all'], cold: true };
    expect(idsOf(change)).toEqual(['cycles/serial', 'cycles/promises/imapUnordered/w12/c1']);
    expect(idsOf({ ...change, tasks: 500 })).toContain('cycles/promises/imapUnordered/w64/c1');
  });

  it('are as many at once as the user says', () => {
    expect(idsOf({ engines: ['promises'], workers: [4, 8] })).toEqual([
      'cycles/serial',
      'cycles/promises/imapUnordered/w4/c1',
      'cycles/promises/imapUnordered/w8/c1',
    ]);
  });

  it('do not run what runs until it is stopped', () => {
    const { cases, skipped } = expand({ engines: ['promises'], openEnded: true });
    expect(cases).toEqual([]);
    expect(skipped[0]?.reason).toBe(
      'cycles runs until it is stopped: one task would keep the others from the thread that promises share.',
    );
  });
});

describe('a command', () => {
  const chunks: Partial<SweepInput> = { command: 'chunks', engines: ['commands'], params: {}, defaults: {} };
  const own: Partial<SweepInput> = {
    ...chunks,
    ...{ command: 'self-parallel', engines: ['self-parallel'], dispatches: ['apply'], tasks: 1 },
  };

  it('that starts a program for each chunk has a serial case for each chunksize', () => {
    expect(idsOf({ ...chunks, workers: [2], chunksizes: [1, 4] })).toEqual([
      'cycles/serial/c1',
      'cycles/serial/c4',
      'cycles/commands/imapUnordered/w1/c1',
      'cycles/commands/imapUnordered/w2/c1',
      'cycles/commands/imapUnordered/w1/c4',
      'cycles/commands/imapUnordered/w2/c4',
    ]);
  });

  it('has its references at its own chunksize', () => {
    const { cases } = expand({ ...chunks, workers: [2], chunksizes: [4] });
    const two = cases.find(({ workers }) => workers === 2)!;
    expect(cases.filter((one) => isReferenceOf(one, two)).map(({ id }) => id)).toEqual([
      'cycles/serial/c4',
      'cycles/commands/imapUnordered/w1/c4',
    ]);
  });

  it('for one worker is the very same run as serial, unless that has a form or a place of its own', () => {
    const sameAs = (change: Partial<SweepInput>) =>
      expand({ ...chunks, workers: [1], chunksizes: [4], ...change }).cases.at(-1)!.sameAs;
    expect(sameAs({})).toBe('cycles/serial/c4');
    expect(sameAs(own)).toBe('cycles/serial');
    expect(sameAs({ ...own, hasSerialForm: true })).toBeUndefined();
    expect(sameAs({ workers: [2] })).toBeUndefined();
    expect(sameAs({ cores: [1] })).toBeUndefined();
    expect(sameAs({ command: 'persistent', engines: ['persistent'] })).toBeUndefined();
    expect(sameAs({ command: undefined, engines: ['threads'] })).toBeUndefined();
  });

  it('that parallelises itself has neither chunks nor a ceiling to refer to', () => {
    expect(idsOf({ ...own, workers: [1, 2], chunksizes: [1, 8] })).toEqual([
      'cycles/serial',
      'cycles/self-parallel/w1',
      'cycles/self-parallel/w2',
    ]);
  });
});

describe('expanding a sweep', () => {
  it('adds serial and merges the references with what was asked', () => {
    expect(idsOf()).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      'cycles/threads/imapUnordered/w2/c1',
    ]);
  });

  it('describes serial as one chunk of all tasks on all allowed CPUs', () => {
    expect(find('cycles/serial')).toEqual({
      id: 'cycles/serial',
      scenario: 'cycles',
      params: { tasks: 12 },
      engine: 'serial',
      dispatch: 'map',
      workers: 1,
      chunksize: 12,
      chunksizeAsked: [],
      cores: 2,
      cpus: null,
      role: 'reference',
    });
  });

  it('asks for serial alone where that is the only engine', () => {
    const { cases } = expand({ engines: ['serial'] });
    expect(cases.map(({ id, role }) => [id, role])).toEqual([['cycles/serial', 'asked']]);
  });

  it('gives serial of no tasks a chunksize that is one', () => {
    expect(find('cycles/serial', { tasks: 0 })?.chunksize).toBe(1);
  });

  it('adds one worker of the same dispatch and resolved chunksize, and the one for the ceiling', () => {
    const { cases } = expand({ dispatches: ['map'], chunksizes: ['auto'], workers: [2] });
    expect(cases.map(({ id, role, chunksizeAsked }) => [id, role, chunksizeAsked])).toEqual([
      ['cycles/serial', 'reference', []],
      ['cycles/threads/map/w1/c2', 'reference', []],
      ['cycles/threads/map/w2/c2', 'asked', ['auto']],
      ['cycles/threads/imapUnordered/w1/c1', 'reference', []],
    ]);
  });

  it('gives every parallel case that is asked for a cold twin, which needs no reference but serial', () => {
    expect(idsOf({ cold: true, engines: ['serial', 'threads'], workers: [2] })).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      'cycles/threads/imapUnordered/w2/c1',
      'cycles/threads/imapUnordered/w2/c1/cold',
    ]);
  });

  it('skips the cold twin of what runs until it is stopped', () => {
    const { cases, skipped } = expand({ cold: true, openEnded: true, workers: [2] });
    expect(cases.some((one) => one.cold)).toBe(false);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]?.reason).toMatch(/runs until it is stopped/);
  });

  it('needs no ceiling where workers exceed cores', () => {
    expect(idsOf({ workers: [10], chunksizes: [4] })).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c4',
      'cycles/threads/imapUnordered/w10/c4',
    ]);
  });

  it('needs no ceiling where workers exceed the quota', () => {
    const quota = inventHost({ physicalCores: 4, quotaCpus: 1.5 });
    expect(idsOf({ workers: [2], chunksizes: [4] }, quota)).not.toContain(
      'cycles/threads/imapUnordered/w1/c1',
    );
  });

  it('joins what comes to the same chunksize', () => {
    const merged = find('cycles/threads/imapUnordered/w2/c1', { chunksizes: ['auto', 4, 1] });
    expect(merged?.chunksizeAsked).toEqual([1, 'auto']);
    const applied = find('cycles/threads/apply/w2/c1', { dispatches: ['apply'], chunksizes: [4, 'auto', 1] });
    expect(applied?.chunksizeAsked).toEqual([1, 4, 'auto']);
  });

  it('prefers asked to reference, whatever the order', () => {
    const asked = sweepOf({ workers: [1] });
    const needing = sweepOf({ workers: [2] });
    for (const sweeps of [
      [asked, needing],
      [needing, asked],
    ])
      expect(expandCases(sweeps, two, rule).cases.map((one) => one.role)).toEqual([
        'reference',
        'asked',
        'asked',
      ]);
  });

  it('keeps params apart, and names those that differ from the defaults', () => {
    const more = sweepOf({ params: { tasks: 24 }, tasks: 24, workers: [1] });
    expect(expandCases([sweepOf({ workers: [1] }), more], two, rule).cases.map((one) => one.id)).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      'cycles/serial/tasks=24',
      'cycles/threads/imapUnordered/w1/c1/tasks=24',
    ]);
  });

  it('orders by scenario, engine, cores, dispatch, chunksize, workers', () => {
    const ids = idsOf({
      engines: ['processes', 'threads', 'serial'],
      dispatches: ['map', 'imapUnordered'],
      chunksizes: [4, 1],
      workers: ['2', 1],
      cores: [1, 'all'],
    });
    expect(ids.slice(0, 10)).toEqual([
      'cycles/serial',
      'cycles/processes/map/w1/c1',
      'cycles/processes/map/w2/c1',
      'cycles/processes/map/w1/c4',
      'cycles/processes/map/w2/c4',
      'cycles/processes/imapUnordered/w1/c1',
      'cycles/processes/imapUnordered/w2/c1',
      'cycles/processes/imapUnordered/w1/c4',
      'cycles/processes/imapUnordered/w2/c4',
      'cycles/processes/map/w1/c1/cores1',
    ]);
    expect(new Set(ids).size).toBe(33);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the chunksize %s', (chunksize) => {
    expect(() => expand({ chunksizes: [chunksize] })).toThrow(UsageError);
  });
});

describe('virtual engines', () => {
  const virtual = { engines: ['fake'], virtualEngines: new Set(['fake']) };

  it.each([[['fake']], [['serial', 'fake']]])('have a core for each of the most workers: %j', (engines) => {
    const { cases, skipped } = expand({ ...virtual, engines, workers: [1, 2, 8] });
    expect(skipped).toEqual([]);
    expect(cases.map(({ engine, workers, cores }) => [engine, workers, cores])).toEqual([
      ['serial', 1, 8],
      ['fake', 1, 8],
      ['fake', 2, 8],
      ['fake', 8, 8],
    ]);
    expect(expand({ ...virtual, workers: [1] }, smt).cases.at(-1)?.cores).toBe(8);
  });

  it('are not confined', () => {
    const { cases, skipped } = expand({ ...virtual, cores: [1, 'all'], workers: [2] });
    expect(cases.map(({ id }) => id)).toEqual([
      'cycles/serial',
      'cycles/fake/imapUnordered/w1/c1',
      'cycles/fake/imapUnordered/w2/c1',
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'Virtual workers have a core each: no CPUs confine them.',
    ]);
  });
});

describe('a scenario of consumers alone', () => {
  const consumers = { consumesOnly: true, dispatches: ['consume'], chunksizes: [4], workers: [2] };

  it('has serial, one worker and a ceiling of consumers', () => {
    expect(idsOf(consumers)).toEqual([
      'cycles/serial',
      'cycles/threads/consume/w1/c1',
      'cycles/threads/consume/w1/c4',
      'cycles/threads/consume/w2/c4',
    ]);
    expect(find('cycles/serial', consumers)).toMatchObject({ dispatch: 'consume', chunksize: 12 });
  });

  it('finds its ceiling there, one with `run` where everyone’s is', () => {
    const referenceOf = (change: Partial<SweepInput>) => {
      const { cases } = expand(change);
      return ceilingReferenceOf(cases.find((one) => one.workers === 2)!, cases)?.id;
    };
    expect(referenceOf(consumers)).toBe('cycles/threads/consume/w1/c1');
    expect(referenceOf({ ...consumers, consumesOnly: false })).toBe('cycles/threads/imapUnordered/w1/c1');
  });
});

it('skips what the sweep says there cannot be, serial too, with its reason', () => {
  const problem = ({ engine }: { engine: string }) => (engine === 'threads' ? undefined : `no ${engine}`);
  const { cases, skipped } = expand({ engines: ['serial', 'threads', 'processes'], workers: [2], problem });
  expect(cases.map((one) => one.id)).toContain('cycles/serial');
  expect(skipped.map((one) => [one.case.id, one.reason])).toEqual([
    ['cycles/serial', 'no serial'],
    ['cycles/processes/imapUnordered/w2/c1', 'no processes'],
  ]);
});

describe('an open-ended scenario', () => {
  const openEnded = {
    openEnded: true,
    dispatches: ['imapUnordered', 'map'],
    chunksizes: [4, 'auto'] as const,
  };

  it('is measured with one task a message', () => {
    expect(idsOf({ ...openEnded, workers: [2] })).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      'cycles/threads/imapUnordered/w2/c1',
    ]);
    expect(find('cycles/serial', openEnded)?.chunksize).toBe(1);
  });

  it('skips dispatches that mean nothing to it', () => {
    const { skipped } = expand({ ...openEnded, workers: [2] });
    expect(skipped.map((one) => [one.case.id, one.reason])).toEqual([
      [
        'cycles/threads/map/w2/c1',
        'cycles runs until it is stopped, one task per worker; map does not apply to it (imapUnordered and apply do).',
      ],
    ]);
  });
});
