import { UnavailableError } from '../../../errors.js';
import { version } from '../../../own-package.js';
import type { Redis } from './libraries.js';
import { type AgentFacts, agentKey } from './wire.js';

/** One that says nothing for so long is gone, ms. */
export const AGENT_GONE_MS = 6_000;
export const AGENT_BEATS_MS = 2_000;

/** Those that say that they are there, in the order of their ids. */
export async function listAgents(redis: Redis): Promise<AgentFacts[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', agentKey('*'), 'COUNT', 100);
    for (const key of found) keys.add(key);
    cursor = next;
  } while (cursor !== '0');
  if (keys.size === 0) return [];
  const values = await redis.mget([...keys].sort());
  return values.flatMap((value) => (value === null ? [] : [JSON.parse(value) as AgentFacts]));
}

/** @throws UnavailableError where there is none that could run what this corewise sends. */
export async function usableAgents(redis: Redis): Promise<AgentFacts[]> {
  const agents = await listAgents(redis);
  if (agents.length === 0)
    throw new UnavailableError(
      'no worker is connected to this Redis: start npx corewise worker on each machine',
    );
  const same = agents.filter((agent) => agent.version === version);
  if (same.length > 0) return same;
  const others = agents.map((agent) => `${agent.host} has ${agent.version}`).join(', ');
  throw new UnavailableError(`every worker runs another version of corewise than this ${version}: ${others}`);
}

/** Some of an agent's cores. */
export interface Share {
  agent: AgentFacts;
  workers: number;
}

/**
 * So many workers on as few machines as have the cores for them, from the `from`-th one on; where there are more than
 * cores, all get more in turn.
 */
export function shareOut(agents: readonly AgentFacts[], workers: number, from = 0): Share[] {
  const order = agents.map((_, place) => agents[(from + place) % agents.length]!);
  const shares = order.map((agent) => ({ agent, workers: 0 }));
  let left = workers;
  for (const share of shares) {
    share.workers = Math.min(left, share.agent.cores);
    left -= share.workers;
  }
  for (let place = 0; left > 0; place = (place + 1) % shares.length, left--) shares[place]!.workers++;
  return shares.filter((share) => share.workers > 0);
}
