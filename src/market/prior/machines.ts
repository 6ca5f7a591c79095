import { priors } from '../../insight/scaling/index.js';
import { mean, median } from '../../stats/index.js';
import { cpuModel, familyOf } from '../catalog/index.js';
import { type Likened, type Likeness, likenesses, likenessOf } from './likeness.js';
import type { Prior } from './prior.js';

/** A machine whose speed is asked for, or was measured. */
export interface Machine extends Likened {
  vcpus: number;
  physicalCores: number;
}

/** On one vCPU, or on all of them together. */
export type Part = 0 | 1;

/** How a machine follows from the public types: exactly, or as a mean of those that it is most like. */
export interface Likely {
  /** `itself`: there are public data of this very type. */
  likeness: Likeness | 'itself';
  parts: readonly [LikelyPart, LikelyPart];
  /** Machines with this CPU, or else of this family, have more in common than the types that they follow from. */
  group: string;
}

interface LikelyPart {
  /** Index of a public type, and its weight; weights add up to 1. */
  from: readonly (readonly [type: number, weight: number])[];
  /** What its size adds to the log rate. */
  offset: number;
  /** Standard deviation of what it has for itself, of a workload in the middle of all. */
  own: number;
}

/** Of the own variance, what machines with one CPU share: their cores are the same, their sizes are not. */
export const SHARED_IN_GROUP = 0.9;

/** Machines among the public types, by what they have in common with them. */
export class Machines {
  readonly #prior: Prior;
  readonly #own = new Map<Likeness, readonly [number, number]>();

  constructor(prior: Prior) {
    this.#prior = prior;
  }

  find(machine: Machine): Likely {
    const { types } = this.#prior.rates;
    const itself = types.findIndex(
      ({ provider, name }) => provider === machine.provider && name === machine.name,
    );
    const group = cpuModel(machine.cpu) ?? `${machine.provider}/${familyOf(machine.provider, machine.name)}`;
    if (itself >= 0) {
      const exact: LikelyPart = { from: [[itself, 1]], offset: 0, own: 0 };
      return { likeness: 'itself', parts: [exact, exact], group };
    }
    const likeness = this.#mostLike(machine);
    const like = this.#alike(machine, likeness);
    const [one, all] = this.#ownOf(likeness);
    return {
      likeness,
      group,
      parts: [
        { ...meanOf(like, machine, this.#prior, 0), own: one },
        { ...meanOf(like, machine, this.#prior, 1), own: all },
      ],
    };
  }

  #mostLike(machine: Machine): Likeness {
    const found = this.#prior.rates.types.map((type) => likenesses.indexOf(likenessOf(machine, type)));
    return likenesses[Math.max(...found)]!;
  }

  /** Types that are as much like it, or more. */
  #alike(machine: Likened, least: Likeness, most: Likeness = 'family'): number[] {
    const [low, high] = [least, most].map((likeness) => likenesses.indexOf(likeness));
    return this.#prior.rates.types.flatMap((type, index) => {
      const found = likenesses.indexOf(likenessOf(machine, type));
      return found >= low! && found <= high! ? [index] : [];
    });
  }

  /**
   * How far off such a mean is, as public types show where each is predicted from those that have no more in common
   * with it.
   */
  #ownOf(likeness: Likeness): readonly [number, number] {
    const known = this.#own.get(likeness) ?? this.#errorsOf(likeness);
    this.#own.set(likeness, known);
    return known;
  }

  #errorsOf(likeness: Likeness): readonly [number, number] {
    const { rates, members, mean: means } = this.#prior;
    const count = rates.types.length;
    const errors: [number[], number[]][] = members.map(() => [[], []]);
    for (const [index, type] of rates.types.entries()) {
      const like = this.#alike(type, likeness, likeness).filter((other) => other !== index);
      if (like.length === 0) continue;
      for (const part of [0, 1] as const) {
        const { from, offset } = meanOf(like, type, this.#prior, part);
        const own = means[part * count + index]! - meanAt(means, from, part * count) - offset;
        for (const [i, { residuals }] of members.entries()) {
          const beside = residuals[part * count + index]! - meanAt(residuals, from, part * count);
          errors[i]![part].push(own + beside);
        }
      }
    }
    const deviation = (part: Part) => {
      const known = errors.map((one) => one[part]).filter((of) => of.length > 0);
      return known.length === 0 ? UNLIKE : median(known.map(rootMeanSquare));
    };
    return [deviation(0), deviation(1)];
  }
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value ** 2)));
}

/** Where no two public types have as much in common. */
const UNLIKE = 0.5;

function meanAt(values: readonly number[], from: LikelyPart['from'], start: number): number {
  return from.reduce((sum, [type, weight]) => sum + weight * values[start + type]!, 0);
}

/** Speed of one core hardly depends on the size of the machine; that of all does, so the nearest sizes count most. */
function meanOf(
  like: readonly number[],
  machine: Pick<Machine, 'vcpus' | 'physicalCores'>,
  { rates: { types } }: Prior,
  part: Part,
): Omit<LikelyPart, 'own'> {
  const steps = like.map((index) => Math.log(coresOf(types[index]!) / coresOf(machine)));
  const raw = steps.map((step) => (part === 0 ? 1 : Math.exp(-Math.abs(step / Math.LN2))));
  const total = raw.reduce((a, b) => a + b, 0);
  const from = like.map((index, i) => [index, raw[i]! / total] as const);
  const offset = part === 0 ? 0 : -steps.reduce((sum, step, i) => sum + (step * raw[i]!) / total, 0);
  return { from, offset };
}

/** A second thread of a core counts as what it adds. */
function coresOf({ vcpus, physicalCores }: Pick<Machine, 'vcpus' | 'physicalCores'>): number {
  return physicalCores + (priors.yield.middle - 1) * (vcpus - physicalCores);
}
