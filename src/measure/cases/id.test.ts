import { describe, expect, it } from 'vitest';
import { type CaseName, caseId } from './id.js';

const name: CaseName = {
  scenario: 'cycles',
  params: { tasks: 12, iterations: 100 },
  defaults: { tasks: 12, iterations: 100 },
  engine: 'threads',
  dispatch: 'imapUnordered',
  workers: 2,
  chunksize: 1,
  confinedTo: null,
};

describe('the id of a case', () => {
  it.each<[string, Partial<CaseName>]>([
    ['cycles/threads/imapUnordered/w2/c1', {}],
    ['cycles/threads/map/w8/c3', { dispatch: 'map', workers: 8, chunksize: 3 }],
    ['cycles/threads/imapUnordered/w2/c1/cores1', { confinedTo: 1 }],
    ['cycles/serial', { engine: 'serial', dispatch: 'map', workers: 1, chunksize: 12 }],
    ['cycles/serial/tasks=24', { engine: 'serial', params: { tasks: 24, iterations: 100 } }],
    ['cycles/threads/imapUnordered/w2/c1/iterations=5/tasks=24', { params: { tasks: 24, iterations: 5 } }],
    ['cycles/threads/imapUnordered/w2/c1/file=a%2Fb%20c', { params: { file: 'a/b c' } }],
    ['cycles/threads/imapUnordered/w2/c1/quota0.5', { quota: 0.5 }],
    ['cycles/threads/imapUnordered/w2/c1/cores1/quota2', { confinedTo: 1, quota: 2 }],
    ['cycles/threads/imapUnordered/w2/c1/replica=b', { replica: 'b' }],
    ['cycles/threads/imapUnordered/w2/c1/cores1/cold', { confinedTo: 1, cold: true }],
  ])('%s', (id, change) => {
    expect(caseId({ ...name, ...change })).toBe(id);
  });

  it('does not depend on the order of the params', () => {
    const [a, b] = [
      { tasks: 2, iterations: 3 },
      { iterations: 3, tasks: 2 },
    ];
    expect(caseId({ ...name, params: a })).toBe(caseId({ ...name, params: b }));
  });
});
