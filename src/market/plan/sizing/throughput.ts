import type { ThroughputDemand } from '../request.js';
import { type SizingOf, wholeInstances } from './sizing.js';

/** A steady stream: capacities add up. */
export const throughputSizing: SizingOf<ThroughputDemand> = ({ perSecond }, { headroom }) => {
  const least = (server: { perSecond: number }) =>
    wholeInstances(perSecond / (1 - headroom) / server.perSecond);
  return {
    least,
    atLeast: least,
    roughly: least,
    isEnough: (server, instances) => instances >= least(server),
    utilisation: (server, instances) => perSecond / (instances * server.perSecond),
    timeMs: () => null,
    roughTimeMs: () => Number.POSITIVE_INFINITY,
    tasksPerHour: () => 3600 * perSecond,
  };
};
