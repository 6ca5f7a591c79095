/**
 * Probability that all of `servers` are busy in M/M/c/c, where what finds them busy is turned away; Erlang's
 * B formula (1917), by the recursion B(c) = a·B(c − 1) ÷ (c + a·B(c − 1)), which neither over- nor underflows.
 * `offered` is the offered load in Erlang: arrival rate × mean service time.
 */
export function erlangB(servers: number, offered: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked;
}

/**
 * Probability that a task must wait in M/M/c; Erlang's C formula, from B (Cooper, Introduction to Queueing
 * Theory, 2nd edition 1981, 3.5). 1 where the load is not below what the servers carry.
 */
export function erlangC(servers: number, offered: number): number {
  if (offered >= servers) return 1;
  const blocked = erlangB(servers, offered);
  return (servers * blocked) / (servers - offered * (1 - blocked));
}

/** Poisson arrivals at one queue before equal servers, exponential service times. */
interface MarkovianQueue {
  /** Tasks a second. */
  rate: number;
  /** Mean service time. */
  meanMs: number;
  servers: number;
}

/**
 * Mean waiting time in M/M/c, ms: C ÷ (cμ − λ) (Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory,
 * 4th edition 2008, 2.3). Infinity at a load of 1 or more.
 */
export function waitMMc(queue: MarkovianQueue): number {
  const spare = sparePerMs(queue);
  return spare <= 0 ? Number.POSITIVE_INFINITY : erlangC(queue.servers, offeredLoad(queue)) / spare;
}

/**
 * The waiting time in M/M/c, ms, that a share `probability` of the tasks does not exceed. A task waits with
 * probability C, and then exponentially long: P(W > t) = C·exp(−(cμ − λ)t) (the same book, 2.3).
 */
export function waitQuantileMMc(queue: MarkovianQueue, probability: number): number {
  const spare = sparePerMs(queue);
  if (spare <= 0) return Number.POSITIVE_INFINITY;
  const waits = erlangC(queue.servers, offeredLoad(queue));
  return Math.max(0, Math.log(waits / (1 - probability)) / spare);
}

/** In Erlang: the workers that the tasks keep busy on average. */
export function offeredLoad({ rate, meanMs }: { rate: number; meanMs: number }): number {
  return (rate / 1000) * meanMs;
}

/** cμ − λ. */
function sparePerMs({ rate, meanMs, servers }: MarkovianQueue): number {
  return servers / meanMs - rate / 1000;
}

/** Any arrivals, any service times. */
interface GeneralQueue extends MarkovianQueue {
  /** Variance ÷ mean² of the service times. */
  scv: number;
  /** Variance ÷ mean² of the times between arrivals; 1 for Poisson arrivals, the default. */
  arrivalScv?: number;
}

/**
 * Approximate mean waiting time in G/G/c, ms: that of M/M/c × (ca² + cs²) ÷ 2 (Allen, Probability, Statistics, and
 * Queueing Theory, 2nd edition 1990; for Poisson arrivals Lee and Longton 1959). Exact for M/M/c and M/G/1. Else
 * the error grows with the servers and as the load falls.
 */
export function waitAllenCunneen({ scv, arrivalScv = 1, ...queue }: GeneralQueue): number {
  return (waitMMc(queue) * (arrivalScv + scv)) / 2;
}
