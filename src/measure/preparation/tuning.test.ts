import { describe, expect, it } from 'vitest';
import { inventHost } from '../../host/index.js';
import type { Suite, Sweep } from '../../scenario/index.js';
import type { StudyOptions } from './options.js';
import type { Prepared } from './prepare.js';
import { checkTuning, tuningInputs, withoutSettings } from './tuning.js';

const facts = { name: 'cycles', description: '', params: {}, openEnded: false, spread: false };

function inputs(
  {
    tasks = 12,
    sweep = {},
    ...scenario
  }: { tasks?: number; sweep?: Sweep; consume?: boolean; run?: boolean; openEnded?: boolean } = {},
  options: StudyOptions = {},
  cores = 4,
) {
  const prepared = {
    ...{ name: 'cycles', params: {}, tasks, whole: false, payload: 'copy' },
    loaded: { scenario: { ...facts, run: true, consume: false, ...scenario } },
  } as unknown as Prepared;
  return tuningInputs({ sweep, prepared }, options, inventHost({ physicalCores: cores })).map(
    ({ engines, dispatches, workers, chunksizes }) => ({ engines, dispatches, workers, chunksizes }),
  );
}

describe('what the best setting is looked for among', () => {
  it('is every pool, each number of workers by doubling and of auto, and chunksizes that give each a chunk', () => {
    const pools = { engines: ['serial', 'threads', 'processes'], dispatches: ['imapUnordered', 'map'] };
    expect(inputs()).toEqual([
      { ...pools, workers: [1], chunksizes: [1, 2, 4, 8, 'auto'] },
      { ...pools, workers: [2], chunksizes: [1, 2, 4, 'auto'] },
      { ...pools, workers: [3], chunksizes: [1, 2, 4, 'auto'] },
      { ...pools, workers: [4], chunksizes: [1, 2, 'auto'] },
    ]);
  });

  it('has no chunksize but 1 for more workers than tasks', () => {
    expect(inputs({ tasks: 3 }).at(-1)).toMatchObject({ workers: [4], chunksizes: [1, 'auto'] });
  });

  it('has consume where the scenario has it, and nothing else where it has no run', () => {
    expect(inputs({ consume: true })[0]!.dispatches).toEqual(['imapUnordered', 'map', 'consume']);
    expect(inputs({ consume: true, run: false })[0]!.dispatches).toEqual(['consume']);
  });

  it('is one task a worker on demand for what never ends', () => {
    expect(inputs({ openEnded: true })[0]).toMatchObject({ dispatches: ['imapUnordered'], chunksizes: [1] });
  });

  it.each<[string, Sweep, StudyOptions]>([
    ['options', {}, { engines: ['threads'], dispatches: ['map'], workers: [3], chunksizes: [5] }],
    ['a sweep', { engines: ['threads'], dispatches: ['map'], workers: [3], chunksizes: [5] }, {}],
    [
      'options before a sweep',
      { engines: ['processes'], dispatches: ['imap'], workers: [2], chunksizes: [1] },
      { engines: ['threads'], dispatches: ['map'], workers: [3], chunksizes: [5] },
    ],
  ])('is restricted by %s', (_, sweep, options) => {
    expect(inputs({ sweep }, options)).toEqual([
      { engines: ['threads'], dispatches: ['map'], workers: [3], chunksizes: [5] },
    ]);
  });

  it('tries both dispatches where only the engine is named', () => {
    const [first] = inputs({}, { engines: ['threads'] });
    expect(first).toMatchObject({ engines: ['threads'], dispatches: ['imapUnordered', 'map'] });
  });
});

describe('tuning refuses', () => {
  const suite: Suite = { name: 's', sweeps: [{ scenario: 'cycles' }] };
  const refusal = (options: StudyOptions, of: Suite = suite) => {
    try {
      checkTuning(of, options);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };

  it.each<[string, StudyOptions]>([
    ['cores', { cores: [1] }],
    ['cpuQuotas', { cpuQuotas: [0.5] }],
    ['cold', { cold: true }],
    ['replicas', { replicas: ['a', 'b'] }],
    ['inspectWorker', { inspectWorker: true }],
  ])('%s, by name', (name, options) => {
    expect(refusal(options)).toBe(
      `Tuning looks for the best setting of the whole machine, with warm workers: leave out \`${name}\`, or \`tune\`.`,
    );
  });

  it('the same in a suite', () => {
    expect(refusal({}, { name: 's', sweeps: [{ scenario: 'cycles', cores: [1] }] })).toContain('`cores`');
  });

  it('rounds too few to halve in, of the suite too', () => {
    expect(refusal({ rounds: 1 })).toContain('one round leaves too little');
    expect(refusal({}, { ...suite, rounds: 2 })).toContain('2 rounds leave too little');
    expect(refusal({ rounds: 3 }, { ...suite, rounds: 2 })).toBeUndefined();
  });

  it('nothing else', () => {
    expect(refusal({ cold: false, maxTimeMs: 1, precision: 0.1, engines: ['threads'] })).toBeUndefined();
  });
});

it('of a suite its scenarios with their parameters are left, each once', () => {
  const sweeps: Sweep[] = [
    { scenario: 'cycles', engines: ['serial'] },
    { scenario: 'cycles', engines: ['threads'], workers: [2], cores: [1] },
    { scenario: 'payload', params: { payload: 'copy' }, chunksizes: [1] },
    { scenario: 'payload', params: { payload: 'share' }, chunksizes: [1] },
  ];
  expect(withoutSettings({ name: 's', rounds: 10, sweeps })).toEqual({
    name: 's',
    sweeps: [
      { scenario: 'cycles' },
      { scenario: 'payload', params: { payload: 'copy' } },
      { scenario: 'payload', params: { payload: 'share' } },
    ],
  });
});
