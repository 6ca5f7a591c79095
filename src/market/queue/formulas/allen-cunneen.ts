import { type MarkovianQueue, waitMMc } from './mmc.js';

/** Any arrivals, any service times. */
export interface GeneralQueue extends MarkovianQueue {
  /** Variance ÷ mean² of the service times. */
  scv: number;
  /** Variance ÷ mean² of the times between arrivals; 1 for Poisson arrivals, the default. */
  arrivalScv?: number;
}

/**
 * Approximate mean waiting time in G/G/c, ms: that of M/M/c × (ca² + cs²) ÷ 2 (Allen, Probability, Statistics, and
 * Queueing Theory, 2nd edition 1990; for Poisson arrivals Lee and Longton 1959). Exact for M/M/c and M/G/1. Else
 * the error grows with the servers and as the load falls: see `errorForEqualTasks`.
 */
export function waitAllenCunneen({ scv, arrivalScv = 1, ...queue }: GeneralQueue): number {
  return (waitMMc(queue) * (arrivalScv + scv)) / 2;
}

/**
 * By how much `waitAllenCunneen` is too short in M/D/c, as a share of its answer:
 * (1 − ρ)·(c − 1)·(√(4 + 5c) − 2) ÷ (16·ρ·c), by Cosmetatos (INFOR 13, 1975). Itself an approximation, for loads
 * from about a half and up to some twenty servers; at a low load or with more it is too large (Kimura, J. Opl Res.
 * Soc. 42, 1991).
 */
export function errorForEqualTasks(servers: number, load: number): number {
  return ((1 - load) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * load * servers);
}
