import { describe, expect, it } from 'vitest';
import { describeHost } from './describe.js';
import { type Invention, inventHost } from './invented.js';
import { confine, whyNotConfine } from './launch.js';

const rowOf = (invention: Invention, label: string) =>
  describeHost(inventHost(invention)).find((row) => row.label === label)?.value;

describe('the description of a host', () => {
  it.each<[string, Invention, string]>([
    ['Physical cores', { physicalCores: 4, threadsPerCore: 2 }, '4'],
    ['Physical cores', { physicalCores: 8, sockets: 2 }, '8, 2 sockets'],
    ['Physical cores', { physicalCores: 6, eCores: 4 }, '6, 4 of them slower (E-cores)'],
    ['Logical CPUs', { physicalCores: 4, threadsPerCore: 2 }, '8'],
    ['Allowed CPUs', { physicalCores: 4, threadsPerCore: 2, allowed: [1, 5] }, '2 (1,5) on 1 physical core'],
    ['CPU quota', { physicalCores: 4, quotaCpus: 1.5 }, "1.5 CPUs' worth of time"],
    ['CPU quota', { physicalCores: 4 }, 'none'],
    ['Cores for a run', { physicalCores: 4, quotaCpus: 1.5 }, '1.5'],
    ['Memory', { physicalCores: 1, memoryLimitGiB: 2 }, '16 GiB, limited to 2 GiB'],
    ['Virtualisation', { physicalCores: 1 }, 'none found'],
    ['Instance type', { physicalCores: 1, instanceType: 'c7i.large' }, 'c7i.large'],
    ['Limiting the CPUs', { physicalCores: 1 }, 'possible (taskset)'],
    [
      'CPU and wait times',
      { physicalCores: 1, hasProc: false, node: '22.14.0' },
      'not known: this system has no /proc, and threads report their CPU time only from Node 22.15',
    ],
    [
      'CPU and wait times',
      { physicalCores: 1, hasProc: false, node: '22.15.0' },
      'CPU time known (Node); waiting not: this system has no /proc',
    ],
  ])('%s of %j: %s', (label, invention, value) => {
    expect(rowOf(invention, label)).toBe(value);
  });
});

describe('confining a run', () => {
  it('is a taskset command', () => {
    expect(confine([0, 1, 2, 7])).toEqual({ command: 'taskset', args: ['-c', '0-2,7'] });
  });

  it.each([
    [{ canConfine: true }, undefined],
    [{ canConfine: false }, 'needs taskset, which is not installed here'],
    [{ canConfine: false, platform: 'darwin' }, 'needs Linux'],
  ])('on %j: %s', (facts, reason) => {
    const why = whyNotConfine(inventHost({ physicalCores: 2, ...facts }));
    if (reason === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(reason);
  });
});
