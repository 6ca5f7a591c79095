import type { StartBalancer } from '../stations.js';

/** One queue for all: station 0 has the workers of every instance. */
export const central: StartBalancer = ({ workers }, workersPerInstance) => ({
  resize: (instances) => {
    workers[0] = instances * workersPerInstance;
  },
  choose: () => 0,
  joins: () => {},
  leaves: () => {},
});
