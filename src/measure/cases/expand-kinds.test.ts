import { describe, expect, it } from 'vitest';
import { ceilingReferenceOf, isReferenceOf } from './references.js';
import type { SweepInput } from './sweep.js';
import { expand, find, idsOf, smt } from './testing/expanding.js';

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
