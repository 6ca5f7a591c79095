import type { Random } from '../../../stats/index.js';
import type { Stations } from '../stations.js';

/** Sends each arriving task to a station. */
export interface Balancer {
  /** From now on the first so many instances take tasks; what another one has, it finishes. */
  resize(instances: number): void;
  choose(random: Random): number;
  /** A station is about to hold one task more, or one less. */
  joins(station: number): void;
  leaves(station: number): void;
}

export type StartBalancer = (stations: Stations, workersPerInstance: number) => Balancer;
