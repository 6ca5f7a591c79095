import type { Random } from '../../stats/index.js';
import { type Likely, type Part, SHARED_IN_GROUP } from './machines.js';
import type { Prior } from './prior.js';

/**
 * The covariance is estimated from fewer workloads than types, so what it explains of a new workload is less than what
 * it seems to: deviations are so much larger. Chosen by leaving out one workload at a time (`npm run bench:choice`).
 */
export const INFLATION = 1.4;

export interface Coordinate {
  machine: number;
  part: Part;
}

/** Nothing is known of a workload's level: in what unit it is. Large beside all differences between types. */
const LEVEL_VARIANCE = 100;

/** Means and covariances of machines, which follow from those of public types. */
export class Space {
  readonly #prior: Prior;
  readonly #machines: readonly Likely[];
  readonly #types: number;
  /** By machine: the place of its group among all. */
  readonly #groups: readonly number[];
  #variances: readonly number[] | undefined;

  constructor(prior: Prior, machines: readonly Likely[]) {
    this.#prior = prior;
    this.#machines = machines;
    this.#types = prior.rates.types.length;
    const groups = [...new Set(machines.map(({ group }) => group))];
    const places = new Map(groups.map((group, place) => [group, place]));
    this.#groups = machines.map(({ group }) => places.get(group)!);
  }

  mean(machine: number, part: Part): number {
    return this.of(this.#prior.mean, machine, part) + this.#machines[machine]!.parts[part].offset;
  }

  /** A figure of public types, by coordinate, carried over to a machine. */
  of(values: ArrayLike<number>, machine: number, part: Part): number {
    const start = part * this.#types;
    return this.#machines[machine]!.parts[part].from.reduce(
      (sum, [type, weight]) => sum + weight * values[start + type]!,
      0,
    );
  }

  /** Covariance of every machine, all of its vCPUs, with one coordinate. */
  column({ machine, part }: Coordinate): number[] {
    const ofTypes = this.#ofTypes({ machine, part });
    return this.#machines.map(
      (_, other) =>
        LEVEL_VARIANCE +
        this.of(ofTypes, other, 1) +
        this.#own({ machine: other, part: 1 }, { machine, part }),
    );
  }

  covariance(a: Coordinate, b: Coordinate): number {
    return LEVEL_VARIANCE + this.of(this.#ofTypes(b), a.machine, a.part) + this.#own(a, b);
  }

  /** Of every machine, all of its vCPUs. */
  variances(): readonly number[] {
    this.#variances ??= this.#machines.map((_, machine) =>
      this.covariance({ machine, part: 1 }, { machine, part: 1 }),
    );
    return this.#variances;
  }

  #ofTypes({ machine, part }: Coordinate): Float64Array {
    const found = new Float64Array(2 * this.#types);
    for (const [type, weight] of this.#machines[machine]!.parts[part].from) {
      const row = this.#prior.covariance[part * this.#types + type]!;
      for (let i = 0; i < row.length; i++) found[i]! += weight * row[i]!;
    }
    return found;
  }

  #own(a: Coordinate, b: Coordinate): number {
    const [one, other] = [this.#machines[a.machine]!, this.#machines[b.machine]!];
    if (a.part !== b.part || this.#groups[a.machine] !== this.#groups[b.machine]) return 0;
    // It was seen on types that were left out, so it is not too small as covariances are.
    const both = (one.parts[a.part].own * other.parts[b.part].own) / INFLATION ** 2;
    return a.machine === b.machine ? both : SHARED_IN_GROUP * both;
  }

  /** What a public workload did on each machine, with something of its own where there are no public data. */
  member(residuals: readonly number[], random: Random): (machine: number, part: Part) => number {
    const shared = [new Map<number, number>(), new Map<number, number>()];
    const single = [new Map<number, number>(), new Map<number, number>()];
    const drawn = (known: Map<number, number>, key: number) => {
      const value = known.get(key) ?? normal(random);
      known.set(key, value);
      return value;
    };
    return (machine, part) => {
      const { own } = this.#machines[machine]!.parts[part];
      const base = this.of(residuals, machine, part);
      if (own === 0) return base;
      const ofGroup = Math.sqrt(SHARED_IN_GROUP) * drawn(shared[part]!, this.#groups[machine]!);
      const ofItself = Math.sqrt(1 - SHARED_IN_GROUP) * drawn(single[part]!, machine);
      return base + own * (ofGroup + ofItself);
    };
  }

  get machines(): readonly Likely[] {
    return this.#machines;
  }
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
