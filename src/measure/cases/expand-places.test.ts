import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { inventHost } from '../../host/index.js';
import type { SweepInput } from './sweep.js';
import { expand, find, idsOf, smt } from './testing/expanding.js';

describe('a CPU quota', () => {
  const quotas: Partial<SweepInput> = { cpuQuotas: [0.5, 2, 'none'], workers: [1, 2] };

  it('is part of a case, with one worker under the same quota as its reference; serial has none', () => {
    expect(idsOf({ ...quotas, workers: [2] })).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      'cycles/threads/imapUnordered/w2/c1',
      'cycles/threads/imapUnordered/w1/c1/quota0.5',
      'cycles/threads/imapUnordered/w2/c1/quota0.5',
      'cycles/threads/imapUnordered/w1/c1/quota2',
      'cycles/threads/imapUnordered/w2/c1/quota2',
    ]);
    expect(find('cycles/serial', quotas)?.quota).toBeUndefined();
  });

  it('makes the cores no more than it grants, and auto no more workers than that', () => {
    expect(find('cycles/threads/imapUnordered/w2/c1/quota0.5', quotas)?.cores).toBe(0.5);
    expect(find('cycles/threads/imapUnordered/w2/c1/quota2', quotas)?.cores).toBe(2);
    expect(idsOf({ cpuQuotas: [1.5] }, smt)).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1/quota1.5',
      'cycles/threads/imapUnordered/w2/c1/quota1.5',
    ]);
  });

  it('combines with sets of cores', () => {
    const { cases } = expand({ cpuQuotas: [0.5, 'none'], cores: [1, 'all'], workers: [1] });
    expect(cases.map(({ cpus, quota, cores }) => [cpus, quota, cores])).toEqual([
      [null, undefined, 2],
      [null, undefined, 2],
      [null, 0.5, 0.5],
      [[0], undefined, 1],
      [[0], 0.5, 0.5],
    ]);
  });

  it('is skipped where none can be set, with the reason, and the rest is measured', () => {
    const host = inventHost({ physicalCores: 2, quotaProblem: 'No quota can be set here.' });
    const { cases, skipped } = expand({ ...quotas, workers: [2] }, host);
    expect(cases.map(({ quota }) => quota)).toEqual([undefined, undefined, undefined]);
    expect(skipped.map(({ case: one, reason }) => [one.id, reason])).toEqual([
      ['cycles/threads/imapUnordered/w2/c1/quota0.5', 'No quota can be set here.'],
      ['cycles/threads/imapUnordered/w2/c1/quota2', 'No quota can be set here.'],
    ]);
  });

  it('holds no virtual worker back', () => {
    const { skipped } = expand({
      cpuQuotas: [1],
      engines: ['fake'],
      virtualEngines: new Set(['fake']),
      workers: [2],
    });
    expect(skipped[0]?.reason).toBe('Virtual workers have a core each: no quota holds them back.');
  });

  it.each([0, -1, 0.001, Number.NaN])('%d is refused', (quota) => {
    expect(() => expand({ cpuQuotas: [quota] })).toThrow(
      `"${quota}" is not a CPU quota. Write a number of CPUs of at least 0.01, such as 0.5, or none.`,
    );
  });
});

describe('limited cores', () => {
  it('resolve auto on the set: distinct physical cores first', () => {
    const cases = expand({ cores: [2] }, smt).cases.filter((one) => one.engine === 'threads');
    expect(cases.map(({ id, cpus, cores }) => [id, cpus, cores])).toEqual([
      ['cycles/threads/imapUnordered/w1/c1/cores2', [0, 1], 2],
      ['cycles/threads/imapUnordered/w2/c1/cores2', [0, 1], 2],
    ]);
  });

  it('as many as are allowed are all of them', () => {
    expect(idsOf({ cores: [2, 'all'] })).toEqual(idsOf());
  });

  it('as many as are allowed need no taskset', () => {
    expect(expand({ cores: [2] }, inventHost({ physicalCores: 2, canConfine: false })).skipped).toEqual([]);
  });

  it('more than are allowed are skipped, with the reason', () => {
    const { cases, skipped } = expand({ cores: [1, 3], workers: [1] });
    expect(cases.map((one) => one.id)).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1/cores1',
    ]);
    expect(skipped.map((one) => [one.case.id, one.case.cores, one.reason])).toEqual([
      [
        'cycles/threads/imapUnordered/w1/c1/cores3',
        3,
        '3 cores were asked for, but only 2 CPUs may be used here.',
      ],
    ]);
  });

  it('are skipped where nothing can confine a run, and nothing is measured for them', () => {
    const mac = inventHost({ physicalCores: 4, platform: 'darwin', canConfine: false });
    const { cases, skipped } = expand({ cores: [2], chunksizes: [1, 'auto'] }, mac);
    expect(cases).toEqual([]);
    expect(skipped.map((one) => [one.case.id, one.case.chunksizeAsked])).toEqual([
      ['cycles/threads/imapUnordered/w1/c1/cores2', [1, 'auto']],
      ['cycles/threads/imapUnordered/w2/c1/cores2', [1, 'auto']],
    ]);
    expect(skipped[0]?.reason).toBe('Limiting a run to some CPUs needs Linux and its taskset.');
  });

  it('count no more than the quota', () => {
    const quota = inventHost({ physicalCores: 4, quotaCpus: 1.5 });
    expect(expand({ cores: [1, 3], workers: [1] }, quota).cases.map((one) => one.cores)).toEqual([
      1.5, 1, 1.5,
    ]);
  });

  it.each([0, -1, 1.5])('refuses %s', (cores) => {
    expect(() => expand({ cores: [cores] })).toThrow(UsageError);
  });
});
