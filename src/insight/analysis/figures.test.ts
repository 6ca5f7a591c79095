import { describe, expect, it } from 'vitest';
import type { Lane, Observation } from '../../record/index.js';
import { placementOf } from './figures.js';

function observed(...lanes: Partial<Lane>[]): Observation {
  return { lanes: lanes.map((lane, worker) => ({ worker, ...lane })) } as Observation;
}

describe('where workers ran', () => {
  it('is every CPU that each was seen on, in any round', () => {
    const rounds = [observed({ cpu: 1 }, { cpu: 0, cpus: [0, 1] }), observed({ cpu: 1 }, { cpu: 3 })];
    expect(placementOf(rounds)).toEqual({ placement: [[1], [0, 1, 3]], pinned: false });
  });

  it('is pinned where every worker was in every round', () => {
    const pinned = observed({ cpu: 0, pinned: 0 }, { cpu: 1, pinned: 1 });
    expect(placementOf([pinned, pinned])).toEqual({ placement: [[0], [1]], pinned: true });
    expect(placementOf([pinned, observed({ cpu: 0, pinned: 0 }, { cpu: 0 })]).pinned).toBe(false);
  });

  it('is not known where the system does not tell', () => {
    expect(placementOf([observed({}, {})])).toEqual({ placement: null, pinned: false });
    expect(placementOf([])).toEqual({ placement: null, pinned: false });
  });
});
