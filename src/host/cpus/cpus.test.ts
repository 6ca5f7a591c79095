import { describe, expect, it } from 'vitest';
import { UnavailableError, UsageError } from '../../errors.js';
import { inventHost } from '../invented.js';
import { chooseCpus, countCores } from './cpus.js';

const smtSplit = inventHost({ physicalCores: 4, threadsPerCore: 2 });
const smtAdjacent = inventHost({ physicalCores: 4, threadsPerCore: 2, numbering: 'adjacent' });
const twoSockets = inventHost({ physicalCores: 4, sockets: 2, threadsPerCore: 2 });
const oddIds = inventHost({ physicalCores: 3, ids: [2, 5, 11] });
const masked = inventHost({ physicalCores: 4, threadsPerCore: 2, allowed: [1, 2, 5, 6] });
const hybrid = inventHost({ physicalCores: 6, eCores: 4, threadsPerCore: 2, numbering: 'adjacent' });
const slowFirst = inventHost({ physicalCores: 4, eCores: 2, ids: [2, 3, 0, 1] });
const quota = inventHost({ physicalCores: 4, quotaCpus: 1.5 });

describe('the CPUs chosen for a limited run', () => {
  it.each([
    ['siblings 0,4 1,5: distinct cores first', smtSplit, 4, [0, 1, 2, 3]],
    ['siblings 0,4 1,5: then siblings', smtSplit, 5, [0, 1, 2, 3, 4]],
    ['siblings 0,1 2,3: every second one', smtAdjacent, 3, [0, 2, 4]],
    ['siblings 0,1 2,3: then siblings', smtAdjacent, 6, [0, 1, 2, 3, 4, 6]],
    ['two sockets: one socket first', twoSockets, 2, [0, 1]],
    ['two sockets: the other core before a sibling', twoSockets, 3, [0, 1, 2]],
    ['two sockets: siblings of the first socket', twoSockets, 6, [0, 1, 2, 3, 4, 5]],
    ['ids with gaps', oddIds, 2, [2, 5]],
    ['an affinity mask: distinct cores', masked, 2, [1, 2]],
    ['an affinity mask: then siblings', masked, 3, [1, 2, 5]],
    ['P- and E-cores: P first', hybrid, 2, [0, 2]],
    ['P- and E-cores: an E-core before a sibling', hybrid, 3, [0, 2, 4]],
    ['E-cores with the lower ids: P first', slowFirst, 2, [2, 3]],
    ['all of them', oddIds, 3, [2, 5, 11]],
  ])('%s', (_, host, count, expected) => {
    expect(chooseCpus(host, count)).toEqual(expected);
  });

  it('cannot be more than are allowed', () => {
    const choose = () => chooseCpus(masked, 5);
    expect(choose).toThrow(UnavailableError);
    expect(choose).toThrow('5 CPUs were asked for, but only 4 CPUs may be used here (1,2,5,6).');
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be %s', (count) => {
    expect(() => chooseCpus(smtSplit, count)).toThrow(UsageError);
  });
});

describe('counting cores', () => {
  it.each([
    ['SMT', smtSplit, null, { physical: 4, logical: 8, cores: 8 }],
    [
      'two sockets whose cores bear the same numbers',
      sameCoreNumbers(),
      null,
      { physical: 4, logical: 4, cores: 4 },
    ],
    ['an affinity mask with both siblings', masked, null, { physical: 2, logical: 4, cores: 4 }],
    ['a subset', smtAdjacent, [0, 2], { physical: 2, logical: 2, cores: 2 }],
    ['a subset of siblings', smtAdjacent, [0, 1], { physical: 1, logical: 2, cores: 2 }],
    ['a quota of 1.5 CPUs', quota, null, { physical: 4, logical: 4, cores: 1.5 }],
    ['a subset below the quota', quota, [2], { physical: 1, logical: 1, cores: 1 }],
    ['P- and E-cores', hybrid, null, { physical: 6, logical: 8, cores: 8 }],
    [
      'allowed CPUs of unknown topology',
      inventHost({ physicalCores: 1, allowed: [0, 7] }),
      null,
      { physical: 2, logical: 2, cores: 2 },
    ],
  ])('%s', (_, host, cpus, expected) => {
    expect(countCores(host, cpus)).toEqual(expected);
  });

  function sameCoreNumbers() {
    const host = inventHost({ physicalCores: 4, sockets: 2 });
    return { ...host, cpus: host.cpus.map((cpu) => ({ ...cpu, core: cpu.core % 2 })) };
  }
});
