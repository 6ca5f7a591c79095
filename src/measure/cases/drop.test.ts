import { describe, expect, it } from 'vitest';
import { type HostFacts, inventHost } from '../../host/index.js';
import { dropOrder } from './drop.js';
import { expandCases } from './expand.js';
import type { SweepInput } from './sweep.js';
import { rule, sweepOf, two } from './testing/expanding.js';

const four = inventHost({ physicalCores: 4 });

function expand(host: HostFacts, ...sweeps: Partial<SweepInput>[]) {
  return expandCases(sweeps.map(sweepOf), host, rule).cases;
}

function dropped(host: HostFacts, ...sweeps: Partial<SweepInput>[]): string[][] {
  const groups = dropOrder(expand(host, ...sweeps), host.allowed.length);
  return groups.map((group) => group.map((one) => one.id.replace('cycles/', '')));
}

describe('what is left out when time is short', () => {
  it('is nothing of the quick suite on two CPUs', () => {
    expect(dropped(two, {})).toEqual([]);
  });

  it('is other chunksizes, then smaller core sets, then processes, then N-1', () => {
    const sweeps = [
      { engines: ['serial', 'threads'], chunksizes: [1, 4] },
      { dispatches: ['map'], chunksizes: ['auto' as const], workers: [4] },
      { engines: ['processes'], workers: [1, 4] },
      { workers: [2], cores: [1] },
    ];
    expect(dropped(four, ...sweeps)).toEqual([
      ['threads/map/w1/c1', 'threads/map/w4/c1'],
      [
        'threads/imapUnordered/w1/c4',
        'threads/imapUnordered/w2/c4',
        'threads/imapUnordered/w3/c4',
        'threads/imapUnordered/w4/c4',
      ],
      ['threads/imapUnordered/w1/c1/cores1', 'threads/imapUnordered/w2/c1/cores1'],
      ['processes/imapUnordered/w1/c1', 'processes/imapUnordered/w4/c1'],
      ['threads/imapUnordered/w3/c1'],
    ]);
  });

  it('is, of quotas, all but what is measured without one', () => {
    const sweeps = [{ cpuQuotas: [0.5, 1, 'none' as const], workers: [2] }];
    expect(dropped(two, ...sweeps)).toEqual([
      ['threads/imapUnordered/w1/c1/quota1', 'threads/imapUnordered/w2/c1/quota1'],
      ['threads/imapUnordered/w1/c1/quota0.5', 'threads/imapUnordered/w2/c1/quota0.5'],
    ]);
  });

  it('is of quotas alone all but the smallest', () => {
    const ids = dropped(two, { cpuQuotas: [0.5, 1], workers: [2] }).flat();
    expect(ids).toEqual(['threads/imapUnordered/w1/c1/quota1', 'threads/imapUnordered/w2/c1/quota1']);
  });

  it('never is serial, nor one worker that something is a ratio to', () => {
    const cases = expand(four, { chunksizes: [1, 4, 'auto'], engines: ['serial', 'threads', 'processes'] });
    const gone = new Set(dropOrder(cases, 4).flat());
    expect(cases.filter((one) => !gone.has(one)).map((one) => one.id)).toEqual([
      'cycles/serial',
      'cycles/threads/imapUnordered/w1/c1',
      'cycles/threads/imapUnordered/w2/c1',
      'cycles/threads/imapUnordered/w4/c1',
    ]);
  });

  it('is not the one worker of the ceiling, though it was not asked for', () => {
    expect(dropped(two, { dispatches: ['map'], chunksizes: ['auto'] })).toEqual([]);
  });

  it('is not one part of what auto came to at different worker counts', () => {
    expect(dropped(two, { dispatches: ['map'], chunksizes: ['auto', 6] })).toEqual([
      ['threads/map/w1/c6', 'threads/map/w2/c6'],
    ]);
  });

  it('is not the only engine, core set or worker count', () => {
    expect(dropped(four, { engines: ['processes'], workers: [3], cores: [3] })).toEqual([]);
    expect(dropped(four, { workers: [3] })).toEqual([]);
  });

  it('is the later scenario first', () => {
    const sweeps = ['cycles', 'primes'].map((scenario) => ({ scenario, chunksizes: [1, 4], workers: [2] }));
    expect(dropped(two, ...sweeps)).toEqual([
      ['primes/threads/imapUnordered/w1/c4', 'primes/threads/imapUnordered/w2/c4'],
      ['threads/imapUnordered/w1/c4', 'threads/imapUnordered/w2/c4'],
    ]);
  });
});
