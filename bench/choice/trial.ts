import {
  Machines,
  type Measurement,
  nextTypes,
  type Offer,
  type Posterior,
  type Prior,
  type PublicRates,
  posteriorOf,
} from '../../src/market/prior/index.js';

/** A workload on all types, of which some have been measured. */
export interface Trial {
  rates: PublicRates;
  /** Logarithm of what an hour of each type costs. */
  logPrices: readonly number[];
  /** Its log rates by coordinate, true and mostly unknown. */
  row: readonly (number | null)[];
  /** Types that it was measured on by anyone: one of them is to be chosen. */
  offered: readonly number[];
  /** From all other workloads. */
  prior: Prior;
  random: () => number;
}

export interface Step {
  /** Types measured so far, in order. */
  measured: readonly number[];
  trial: Trial;
}

/** What a method says once some types are measured. */
export interface Answer {
  /** The type that it would choose. */
  choice: number;
  /** By type: log rate on all vCPUs. */
  logRates: readonly number[];
  /** What to measure next. */
  next: number;
  posterior?: Posterior;
}

export type Method = (step: Step) => Answer;

export const allOf = ({ row, rates }: Trial, type: number): number => row[rates.types.length + type]!;

/** Types that were measured are known; others follow from them by a guess. */
function guessing(guess: (step: Step, type: number) => number): Method {
  return (step) => {
    const { trial, measured } = step;
    const logRates = trial.rates.types.map((_, type) =>
      measured.includes(type) ? allOf(trial, type) : guess(step, type),
    );
    const left = trial.offered.filter((type) => !measured.includes(type));
    return {
      choice: cheapest(trial, trial.offered, logRates),
      logRates,
      next: cheapest(trial, left, logRates),
    };
  };
}

function cheapest({ logPrices }: Trial, among: readonly number[], logRates: readonly number[]): number {
  const cost = (type: number) => logPrices[type]! - logRates[type]!;
  return among.reduce((a, b) => (cost(b) < cost(a) ? b : a));
}

/** As many times as fast as the measured types were, on average, by some size of theirs. */
const byIndex = (index: (step: Step) => (type: number) => number): Method =>
  guessing((step, type) => {
    const { measured, trial } = step;
    const of = index(step);
    const levels = measured.map((one) => allOf(trial, one) - of(one));
    return levels.reduce((a, b) => a + b, 0) / levels.length + of(type);
  });

/** The one of the other workloads whose measured types are most like these. */
function nearest({ measured, trial }: Step): (type: number) => number {
  const { prior, row } = trial;
  const { mean } = prior;
  const count = trial.rates.types.length;
  const at = measured.flatMap((type) => [type, count + type]);
  const distance = (residuals: readonly number[]) => {
    const gaps = at.map((i) => row[i]! - mean[i]! - residuals[i]!);
    const level = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    return gaps.reduce((sum, gap) => sum + (gap - level) ** 2, 0);
  };
  const [first] = prior.members.toSorted((a, b) => distance(a.residuals) - distance(b.residuals));
  return (type) => mean[count + type]! + first!.residuals[count + type]!;
}

/** What the plan does: predictions of all types, and the next one by expected improvement. */
const ours =
  (isRandom: boolean): Method =>
  ({ measured, trial }) => {
    const { prior, rates, logPrices, row, offered } = trial;
    const machines = machinesOf(prior, rates);
    const measurements = measured.flatMap((type) =>
      ([0, 1] as const).map((part): Measurement => {
        const logRate = row[part * rates.types.length + type]!;
        return { machine: type, part, logRate, deviation: 0 };
      }),
    );
    const posterior = posteriorOf(prior, machines, measurements);
    const logRates = posterior.predicted.map(({ mean }) => mean);
    const offers = offered.map((machine): Offer => {
      return {
        machine,
        kind: String(machine),
        logCost: logPrices[machine]! - logRates[machine]!,
        floor: Number.NEGATIVE_INFINITY,
        pricePerHour: Math.exp(logPrices[machine]!),
        isMeasured: measured.includes(machine),
      };
    });
    const left = offered.filter((type) => !measured.includes(type));
    const next = isRandom
      ? left[Math.floor(trial.random() * left.length)]!
      : nextTypes(posterior, offers, 1)[0]!.machine;
    return { choice: cheapest(trial, offered, logRates), logRates, next, posterior };
  };

const known = new WeakMap<Prior, ReturnType<Machines['find']>[]>();

function machinesOf(prior: Prior, { types }: PublicRates) {
  const found = known.get(prior) ?? types.map((type) => new Machines(prior).find(type));
  known.set(prior, found);
  return found;
}

export const methods: Readonly<Record<string, Method>> = {
  vCPUs: byIndex(
    ({ trial }) =>
      (type) =>
        Math.log(trial.rates.types[type]!.vcpus),
  ),
  'physical cores': byIndex(
    ({ trial }) =>
      (type) =>
        Math.log(trial.rates.types[type]!.physicalCores),
  ),
  'nearest neighbour': byIndex(nearest),
  'mean index': byIndex(
    ({ trial }) =>
      (type) =>
        trial.prior.mean[trial.rates.types.length + type]!,
  ),
  'ours, random order': ours(true),
  ours: ours(false),
};
