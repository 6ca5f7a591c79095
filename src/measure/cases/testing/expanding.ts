import { type HostFacts, inventHost } from '../../../host/index.js';
import { expandCases } from '../expand.js';
import type { ChunkRule, SweepInput } from '../sweep.js';

export const rule: ChunkRule = {
  auto: (dispatch, tasks, workers) => (dispatch === 'map' ? Math.ceil(tasks / (4 * workers)) : 1),
  effective: (dispatch, asked) => (dispatch === 'apply' ? 1 : asked),
};

export const two = inventHost({ physicalCores: 2 });
export const smt = inventHost({ physicalCores: 4, threadsPerCore: 2 });

export function sweepOf(change: Partial<SweepInput> = {}): SweepInput {
  const params = { tasks: 12 };
  return {
    scenario: 'cycles',
    params,
    defaults: params,
    tasks: 12,
    openEnded: false,
    engines: ['threads'],
    dispatches: ['imapUnordered'],
    workers: ['auto'],
    chunksizes: [1],
    cores: ['all'],
    ...change,
  };
}

export const expand = (change: Partial<SweepInput> = {}, host: HostFacts = two) =>
  expandCases([sweepOf(change)], host, rule);
export const idsOf = (change: Partial<SweepInput> = {}, host: HostFacts = two) =>
  expand(change, host).cases.map((one) => one.id);
export const find = (id: string, change: Partial<SweepInput> = {}, host: HostFacts = two) =>
  expand(change, host).cases.find((one) => one.id === id);
