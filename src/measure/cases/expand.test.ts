import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { inventHost } from '../../host/index.js';
import { expandCases } from './expand.js';
import { expand, find, idsOf, rule, sweepOf, two } from './testing/expanding.js';

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

it('skips what the sweep says there cannot be, serial too, with its reason', () => {
  const problem = ({ engine }: { engine: string }) => (engine === 'threads' ? undefined : `no ${engine}`);
  const { cases, skipped } = expand({ engines: ['serial', 'threads', 'processes'], workers: [2], problem });
  expect(cases.map((one) => one.id)).toContain('cycles/serial');
  expect(skipped.map((one) => [one.case.id, one.reason])).toEqual([
    ['cycles/serial', 'no serial'],
    ['cycles/processes/imapUnordered/w2/c1', 'no processes'],
  ]);
});
