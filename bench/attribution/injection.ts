import type { Loss } from '../../src/insight/analysis/index.js';
import type { Params } from '../../src/scenario/index.js';
import type { NeighbourKind } from '../neighbour/index.js';

/** One of the two cases of a pair. */
export interface Side {
  params?: Params;
  workers: number;
  chunksize: number;
  /** Workers stay on CPUs of their own, the first one on the last CPU. */
  pinned?: true;
  cold?: true;
  /** CPUs' worth of time that a cgroup of its own grants. */
  quota?: number;
  /** What runs beside the workers, and on which of the machine's two CPUs: that of the first worker, or the other. */
  neighbour?: { kind: NeighbourKind; on: 'same' | 'other' };
}

/** A cause that is put in on purpose, and where the loss that it makes must be found. */
export interface Injection {
  name: string;
  scenario: 'work' | 'stream';
  /** Their sum is what counts. */
  expected: readonly (keyof Loss)[];
  baseline: Side;
  injected: Side;
}
