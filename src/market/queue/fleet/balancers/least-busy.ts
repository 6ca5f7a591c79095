import type { StartBalancer } from '../stations.js';
import { Ranking } from './ranking.js';

/** Each task to the instance that holds the fewest, running or waiting; to any of them where there are several. */
export const leastBusy: StartBalancer = ({ workers, held }, workersPerInstance) => {
  workers.fill(workersPerInstance);
  const ranking = new Ranking(held);
  return {
    resize: (instances) => ranking.rank(instances),
    choose: (random) => ranking.lowest(random),
    joins: (station) => ranking.rise(station),
    leaves: (station) => ranking.fall(station),
  };
};
