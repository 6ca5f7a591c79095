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
