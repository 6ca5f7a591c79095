import { type Random, seededRandom } from '../../src/stats/index.js';

/**
 * Noise on the log of a pass's time, in round r for case c: A_r + B_rc. A is common to the round, first-order
 * autoregressive; B belongs to the case, skewed by now and then an exponential. One round in three is disturbed:
 * A gains, and so does every case that keeps more than half of the cores busy.
 */
export const PLANTED = {
  common: { lag1: 0.65, deviation: 0.15 },
  own: { lag1: 0.1, deviation: 0.06, spikeProbability: 0.05, spikeMean: 0.15 },
  disturbed: { probability: 1 / 3, gain: 0.2, spikeMean: 0.15 },
} as const;

export interface NoiseOptions {
  seed: number;
  /** Lag-1 autocorrelation of B. */
  ownLag1: number;
}

export interface PlantedRound {
  disturbed: boolean;
  common: number;
}

/** The rounds of one run and what each case adds, from a seed. */
export class PlantedNoise {
  private readonly random: Random;
  private readonly rounds: PlantedRound[] = [];
  private readonly own = new Map<string, () => number>();
  private readonly nextCommon: () => number;

  constructor(private readonly options: NoiseOptions) {
    this.random = seededRandom(options.seed);
    this.nextCommon = this.autoregressive(PLANTED.common.lag1, PLANTED.common.deviation);
  }

  /** From 0; rounds are drawn in order. */
  round(index: number): PlantedRound {
    while (this.rounds.length <= index) {
      this.rounds.push({
        disturbed: this.random.next() < PLANTED.disturbed.probability,
        common: this.nextCommon(),
      });
    }
    return this.rounds[index]!;
  }

  /** A + B of one visit. */
  of(key: string, round: PlantedRound, isBusy: boolean): number {
    const { common, disturbed } = round;
    const gain = disturbed ? PLANTED.disturbed.gain : 0;
    const crowded = disturbed && isBusy ? this.exponential(PLANTED.disturbed.spikeMean) : 0;
    return common + gain + this.ownOf(key) + crowded;
  }

  private ownOf(key: string): number {
    const { deviation, spikeProbability, spikeMean } = PLANTED.own;
    const series = this.own.get(key) ?? this.autoregressive(this.options.ownLag1, deviation);
    this.own.set(key, series);
    return series() + (this.random.next() < spikeProbability ? this.exponential(spikeMean) : 0);
  }

  /** Stationary from its first value. */
  private autoregressive(lag1: number, deviation: number): () => number {
    let value = deviation * this.normal();
    return () => {
      const current = value;
      value = lag1 * value + Math.sqrt(1 - lag1 ** 2) * deviation * this.normal();
      return current;
    };
  }

  /** Box and Muller 1958. */
  private normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.random.next()));
    return radius * Math.cos(2 * Math.PI * this.random.next());
  }

  private exponential(mean: number): number {
    return -mean * Math.log(1 - this.random.next());
  }
}
