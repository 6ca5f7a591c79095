import { lengthOfPoissonRun } from './poisson-run.js';
import { type QueueInput, queueSettings } from './queue-input.js';
import { isLongEnough } from './settling.js';

/** Whether `simulateQueue` would say what its intervals say: a load too near to 1 settles too slowly. */
export function settles(input: QueueInput): boolean {
  const settings = queueSettings(input);
  const { arrivals, load } = settings;
  return (
    'timestampsMs' in arrivals || (load < 1 && isLongEnough(lengthOfPoissonRun(settings, arrivals.rate)))
  );
}
