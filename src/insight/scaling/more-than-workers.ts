import { counted, formatRate } from '../../stats/index.js';
import { CLEARLY, gainAt } from './superlinear.js';
import type { SurePoint } from './sure-points.js';
import type { ScalingDoubt } from './warnings.js';

/** Caches that add up give a worker this much at most: beyond it the counts did not do the same work. */
const NOT_THE_SAME = 1.5;

/** The count that did most for its workers, where that is clearly more than the smallest count's workers promise. */
export function moreThanWorkers([first, ...rest]: readonly SurePoint[]): ScalingDoubt[] {
  const gains = rest.map((point) => ({ point, gain: gainAt(point, first!) }));
  const most = gains.toSorted((a, b) => b.gain.low - a.gain.low)[0];
  if (most === undefined || !(most.gain.low > CLEARLY)) return [];
  const { point, gain } = most;
  const times = (ratio: number) => `${formatRate(ratio)}×`;
  const few = first!.workers === 1 ? 'one' : String(first!.workers);
  const did = `${counted(point.workers, 'worker')} did ${times(point.throughput / first!.throughput)} as much as ${few}`;
  const possible = times(point.workers / first!.workers);
  return gain.low > NOT_THE_SAME
    ? [
        {
          kind: 'more-than-workers',
          message: `${did}, and ${possible} is the most they can do: the work was not the same at each count.`,
        },
      ]
    : [
        {
          kind: 'superlinear',
          message: `${did}, more than the ${possible} of perfect scaling: look for caches that add up, a cold or disturbed measurement of few workers, or work that is not the same.`,
        },
      ];
}
