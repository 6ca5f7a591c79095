/** What a choice has to keep to. */
export interface Constraints {
  /** Instead of the measured one, MiB. */
  memoryPerWorkerMiB?: number;
  /** Of all instances together, an hour, in the catalog's currency. */
  maxCostPerHour?: number;
  provider?: string;
  architecture?: string;
  maxInstances?: number;
  minInstances: number;
  /** Share of the capacity that stays free, 0 to 1. */
  headroom: number;
  /** Instances that may be lost without the demand being missed. */
  spare: number;
  /** With it, arrivals are also met by instances that are started when they are needed, so long after. */
  startupMs?: number;
  /** Another way to pay, as a factor of the list price. */
  price?: { name: string; factor: number };
}

export const unconstrained: Constraints = { minInstances: 1, headroom: 0, spare: 0 };
