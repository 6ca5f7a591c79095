import { unknownName } from '../../../../errors.js';
import type { StartBalancer } from '../stations.js';
import { central } from './central.js';
import { leastBusy } from './least-busy.js';
import { random } from './random.js';

const balancers = { random, 'least-busy': leastBusy, central };

export type BalancerName = keyof typeof balancers;

/** In the order in which they are named to users; the first is the default. */
export const balancerNames = Object.keys(balancers) as BalancerName[];

/** @throws UsageError for a name that is none. */
export function findBalancer(name: string): StartBalancer {
  if (!Object.hasOwn(balancers, name)) throw unknownName('balancer', name, balancerNames);
  return balancers[name as BalancerName];
}

export type { Balancer, StartBalancer } from '../stations.js';
