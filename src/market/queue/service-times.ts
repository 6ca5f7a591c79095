import { UsageError } from '../../errors.js';
import { mean, quantile, type Random } from '../../stats/index.js';

/** How long tasks take, to draw from. */
export interface ServiceTimes {
  meanMs: number;
  /** Squared coefficient of variation: variance ÷ mean². */
  scv: number;
  quantileMs(probability: number): number;
  draw(random: Random): number;
}

/**
 * Each task takes one of the measured times, all equally likely: no shape is assumed.
 * @throws UsageError where there is none, or one is no time, or all are zero.
 */
export function measured(ms: readonly number[]): ServiceTimes {
  const wrong = ms.findIndex((time) => !(time >= 0 && time < Number.POSITIVE_INFINITY));
  if (wrong >= 0) throw new UsageError(`Task time ${wrong + 1} is ${ms[wrong]} ms; it must be 0 or more.`);
  const meanMs = ms.length === 0 ? 0 : mean(ms);
  if (meanMs === 0) throw new UsageError('Latency under load needs task times above 0 ms; there are none.');
  const times = Float64Array.from(ms);
  return {
    meanMs,
    scv: mean(ms.map((time) => (time - meanMs) ** 2)) / meanMs ** 2,
    quantileMs: (probability) => quantile(ms, probability),
    draw: (random) => times[random.int(times.length)]!,
  };
}

/** Memoryless times, as in M/M/c. */
export function exponential(meanMs: number): ServiceTimes {
  const quantileMs = (probability: number) => -meanMs * Math.log1p(-probability);
  return { meanMs, scv: 1, quantileMs, draw: (random) => quantileMs(random.next()) };
}

/** Every task takes as long, as in M/D/c. */
export function deterministic(ms: number): ServiceTimes {
  return { meanMs: ms, scv: 0, quantileMs: () => ms, draw: () => ms };
}

/** Measured times, or the distribution itself. */
export function serviceTimesOf(serviceMs: readonly number[] | ServiceTimes): ServiceTimes {
  return 'draw' in serviceMs ? serviceMs : measured(serviceMs);
}
