import type { StartBalancer } from '../stations.js';

/** Each task to any instance, all equally likely, however long its queue is. */
export const random: StartBalancer = ({ workers }, workersPerInstance) => {
  workers.fill(workersPerInstance);
  let open = 0;
  return {
    resize: (instances) => {
      open = instances;
    },
    choose: (random) => random.int(open),
    joins: () => {},
    leaves: () => {},
  };
};
