/** Throughput at a worker count with its 95 % interval, tasks/s (turns/s of open-ended scenarios). */
export interface CurvePoint {
  workers: number;
  throughput: number;
  low: number;
  high: number;
}

/**
 * Every ratio to one worker has that worker's noise in it, so that the points' errors are not independent, as a
 * fit takes them to be, and one worker seems to have none. Where all counts are about as noisy, half of the
 * variance is the one worker's: it is taken out of the others and given to that point. Points are ascending; two
 * are no fit, and their range is as wide as the ratio says.
 */
export function withoutCommonError(points: readonly CurvePoint[]): CurvePoint[] {
  const [one, ...others] = points;
  if (one?.workers !== 1 || others.length < 2) return [...points];
  const common = Math.min(...others.map(varianceOf)) / 2;
  return [
    withVariance(one, common),
    ...others.map((point) => withVariance(point, varianceOf(point) - common)),
  ];
}

/** In squares of the interval's half-width, on the log scale. */
function varianceOf({ low, high }: CurvePoint): number {
  return (Math.log(high / low) / 2) ** 2;
}

function withVariance({ workers, throughput }: CurvePoint, variance: number): CurvePoint {
  const factor = Math.exp(Math.sqrt(variance));
  return { workers, throughput, low: throughput / factor, high: throughput * factor };
}
