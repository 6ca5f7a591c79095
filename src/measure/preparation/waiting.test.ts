import { describe, expect, it } from 'vitest';
import { inventHost } from '../../host/index.js';
import { chunkRule } from '../../workers/dispatch/index.js';
import { expandCases, type SweepInput } from '../cases/index.js';
import type { StudyOptions } from './options.js';
import type { SerialPasses } from './serial/serial-passes.js';
import { withPromises } from './waiting.js';

const host = inventHost({ physicalCores: 2 });

function sweepOf(change: Partial<SweepInput> = {}): SweepInput {
  return {
    scenario: 'waiting',
    params: {},
    tasks: 12,
    openEnded: false,
    engines: ['serial', 'threads'],
    virtualEngines: new Set(['fake']),
    dispatches: ['imapUnordered', 'map'],
    workers: [2],
    chunksizes: ['auto'],
    cores: ['all'],
    ...change,
  };
}

/** Ids of the cases that were added. */
function added(serial: object, change: Partial<SweepInput> = {}, options: StudyOptions = {}): string[] {
  const sweeps = [sweepOf(change), sweepOf({ ...change, chunksizes: [4] })];
  const serialPasses = {
    of: () => ({ tasks: 12, taskMs: [], passMs: 1, ...serial }),
  } as unknown as SerialPasses;
  const expand = (all: readonly SweepInput[]) => expandCases(all, host, chunkRule);
  const expanded = expand(sweeps);
  const known = new Set(expanded.cases.map(({ id }) => id));
  const { cases } = withPromises(expanded, sweeps, serialPasses, options, expand);
  return cases.map(({ id }) => id).filter((id) => !known.has(id));
}

describe('beside tasks that wait', () => {
  const waits = { cpuShare: 0.49 };
  const atOnce = ['waiting/promises/imapUnordered/w12/c1'];

  it('one case of promises is measured: all tasks at once, one a chunk', () =>
    expect(added(waits)).toEqual(atOnce));

  it('what was asked for as well is not told apart as added', () => {
    const expand = (change: object) =>
      expandCases(
        [
          sweepOf({ engines: ['promises'], workers: ['auto'], chunksizes: [1], ...change }),
          sweepOf({ engines: ['promises'], workers: ['auto'], chunksizes: [1], added: true }),
        ],
        host,
        chunkRule,
      ).cases.find(({ engine }) => engine === 'promises');
    expect(expand({})).not.toHaveProperty('added');
    expect(expand({ added: true })).toMatchObject({ added: true, role: 'asked' });
  });

  it.each<[string, StudyOptions]>([
    ['the engines that were chosen have them', { engines: ['promises', 'threads'] }],
    ['none were chosen', {}],
  ])('also where %s', (_, options) => expect(added(waits, {}, options)).toEqual(atOnce));

  it.each<[string, object, Partial<SweepInput>, StudyOptions]>([
    ['they compute for half of the time', { cpuShare: 0.5 }, {}, {}],
    ['the share is not known', {}, {}, {}],
    ['serial failed', { failure: 'no' }, {}, {}],
    ['other engines were chosen', waits, {}, { engines: ['serial', 'threads'] }],
    ['the clock is virtual', waits, { engines: ['serial', 'fake'] }, {}],
    ['they run until they are stopped', waits, { openEnded: true, dispatches: ['apply'] }, {}],
    ['they are consumed', waits, { dispatches: ['consume'] }, {}],
    ['there is only one', waits, { tasks: 1 }, {}],
    ['a debugger looks on', waits, {}, { inspectWorker: true }],
  ])('none is where %s', (_, serial, change, options) => expect(added(serial, change, options)).toEqual([]));
});
