import { Autoscaler } from './autoscaler.js';
import { offeredLoad } from './formulas/index.js';
import type { QueueSettings } from './queue-input.js';
import { type Run, runOf } from './run.js';
import { type RunLength, runLength } from './settling.js';
import { streamsOf } from './streams.js';
import { drawServiceTimes, poissonArrivals } from './tasks.js';

/** One long run at `rate` tasks a second, its warm-up left out. */
export function poissonRun(settings: QueueSettings, rate: number): { run: Run; length: RunLength } {
  const parts = partsOf(settings);
  const length = lengthOfPoissonRun(settings, rate);
  const arrivals = length.warmUp + length.count;
  const streams = streamsOf(settings.seed, 1)[0]!;
  const tasks = {
    arrivalMs: poissonArrivals(rate / parts, arrivals, streams.arrivals),
    serviceMs: drawServiceTimes(settings.service, arrivals, streams.service),
  };
  const start = { instances: instancesAtStart(settings, rate) / parts, from: length.warmUp };
  return { run: runOf(settings, tasks, streams, start), length };
}

/** How long that run is. */
export function lengthOfPoissonRun(settings: QueueSettings, rate: number): RunLength {
  const parts = partsOf(settings);
  return runLength(settings, rate / parts, (settings.instances / parts) * settings.workersPerInstance);
}

/**
 * Equal parts of the fleet that know nothing of each other, of which one is simulated with its share of the arrivals.
 * Poisson arrivals that are sent to instances at random are independent Poisson streams (Kingman, Poisson Processes,
 * 1993, 5.1).
 */
function partsOf({ balancerName, autoscale, instances }: QueueSettings): number {
  return balancerName === 'random' && !autoscale ? instances : 1;
}

/** As many as an autoscaler aims at, so that it need not find them first. */
function instancesAtStart(
  { instances, workersPerInstance, autoscale, service }: QueueSettings,
  rate: number,
): number {
  if (!autoscale) return instances;
  const busy = offeredLoad({ rate, meanMs: service.meanMs });
  return new Autoscaler(autoscale, workersPerInstance).wantedFor(busy);
}
