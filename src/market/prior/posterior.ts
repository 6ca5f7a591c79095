import { inverse, Matrix } from 'ml-matrix';
import { mean, seededRandom, sum } from '../../stats/index.js';
import type { Likely, Part } from './machines.js';
import type { Prior } from './prior.js';
import { type Coordinate, INFLATION, Space } from './space.js';

/** What was measured of a workload on one of the machines. */
export interface Measurement {
  /** Index of the machine. */
  machine: number;
  part: Part;
  /** Natural logarithm of the rate, in the user's unit. */
  logRate: number;
  /** How far off it may be: standard deviation of its logarithm, beyond what two runs of the same differ by. */
  deviation: number;
}

/** A log rate as it is predicted: t distributed. */
export interface Predicted {
  mean: number;
  /** Scale of the t distribution. */
  deviation: number;
  degreesOfFreedom: number;
}

/** One way in which the predictions may be wrong, for all machines together. */
export interface Draw {
  /** Of all draws together 1: by how likely the measurements are where workloads deviate as much as this one. */
  weight: number;
  /** By machine: log rate on all vCPUs beside the predicted mean. */
  errors: readonly number[];
}

/** What is known of a workload on every machine, from measurements on some and from public workloads. */
export interface Posterior {
  /** On all vCPUs. */
  predicted: readonly Predicted[];
  /** Errors that this very prediction would have made on public workloads: a distribution for all machines together. */
  draws(): readonly Draw[];
  /** Those of one machine, ascending. */
  errorsOf(machine: number): readonly number[];
  /**
   * Deviation of each machine's log rate from that of another, on all vCPUs, if some more were measured, whatever came
   * out. What both have in common, such as how fast the measured machine is beside all others, is not in it.
   */
  deviationsBeside(reference: number, measured: readonly number[]): number[];
}

/** Two runs of the same on two machines of a type. */
const RUN_DEVIATION = 0.02;

/** Each public workload stands for so many draws, which differ in what machines without public data have for themselves. */
const DRAWS_EACH = 4;

/**
 * Multivariate t regression (Shah, Wilson and Ghahramani, AISTATS 2014): as for a Gaussian process, and the scale
 * follows from how well the measurements agree with what was expected of them.
 */
export function posteriorOf(
  prior: Prior,
  machines: readonly Likely[],
  measurements: readonly Measurement[],
): Posterior {
  const space = new Space(prior, machines);
  const noise = measurements.map(({ deviation }) => RUN_DEVIATION ** 2 + deviation ** 2);
  const solved = condition(space, measurements, noise);
  const beside = measurements.map(({ machine, part, logRate }) => logRate - space.mean(machine, part));
  // In whatever unit: of the level nothing is to be surprising.
  const level = mean(beside);
  const surprises = beside.map((value) => value - level);
  const explained = solved.solve(surprises);
  const fit = surprises.reduce((sum, value, i) => sum + value * explained[i]!, 0);
  // One of them tells the level.
  const told = Math.max(0, measurements.length - 1);
  const degreesOfFreedom = prior.degreesOfFreedom + told;
  const scale = Math.sqrt((prior.degreesOfFreedom + fit) / degreesOfFreedom);
  const deviationsOf = (variances: readonly number[]) =>
    variances.map((variance) => INFLATION * scale * Math.sqrt(variance));
  const deviations = deviationsOf(solved.variances());
  const draws = once(() => drawsOf({ prior, space, solved, measurements, fit, told }));
  const sorted = new Map<number, readonly number[]>();
  return {
    predicted: machines.map((_, machine) => ({
      mean: level + space.mean(machine, 1) + solved.dot(machine, explained),
      deviation: deviations[machine]!,
      degreesOfFreedom,
    })),
    draws,
    errorsOf: (machine) => {
      const found = sorted.get(machine) ?? ascending(draws().map(({ errors }) => errors[machine]!));
      sorted.set(machine, found);
      return found;
    },
    deviationsBeside: (reference, others) => {
      const more = others.flatMap((machine) => ([0, 1] as const).map((part) => ({ machine, part })));
      const runs = more.map(() => RUN_DEVIATION ** 2);
      const after = condition(space, [...measurements, ...more], [...noise, ...runs]);
      return deviationsOf(after.variancesBeside(reference));
    },
  };
}

/** What follows from measuring these coordinates, before their values are known. */
interface Conditioned {
  solve(values: readonly number[]): number[];
  /** Of all vCPUs of each machine. */
  variances(): number[];
  /** Of each machine's difference from another one. */
  variancesBeside(reference: number): number[];
  /** Covariances of a machine with the coordinates, times `values`. */
  dot(machine: number, values: readonly number[]): number;
}

function condition(space: Space, at: readonly Coordinate[], noise: readonly number[]): Conditioned {
  const columns = at.map((coordinate) => space.column(coordinate));
  const among = Matrix.zeros(at.length, at.length);
  for (const [i, a] of at.entries())
    for (const [j, b] of at.slice(0, i + 1).entries()) {
      const value = space.covariance(a, b) + (i === j ? noise[i]! : 0);
      among.set(i, j, value).set(j, i, value);
    }
  const inverted = inverse(among);
  const solve = (values: readonly number[]) =>
    at.length === 0 ? [] : inverted.mmul(Matrix.columnVector([...values])).to1DArray();
  const dot = (machine: number, values: readonly number[]) =>
    columns.reduce((sum, column, i) => sum + column[machine]! * values[i]!, 0);
  const explained = once(() => inverted.mmul(new Matrix(columns)));
  const taken = (a: number, b: number) =>
    columns.reduce((sum, column, i) => sum + column[a]! * explained().get(i, b), 0);
  const variances = () =>
    space
      .variances()
      .map((variance, machine) => Math.max(variance - taken(machine, machine), LEAST_VARIANCE));
  const variancesBeside = (reference: number) => {
    const own = variances();
    const shared = space.column({ machine: reference, part: 1 });
    return own.map((variance, machine) => {
      const both = shared[machine]! - taken(machine, reference);
      return Math.max(variance + own[reference]! - 2 * both, LEAST_VARIANCE);
    });
  };
  return { solve, variances, variancesBeside, dot };
}

const LEAST_VARIANCE = 1e-8;

interface Drawing {
  prior: Prior;
  space: Space;
  solved: Conditioned;
  measurements: readonly Measurement[];
  /** Squared length of what was measured beside what was expected, in units of the covariance. */
  fit: number;
  told: number;
}

/**
 * What each public workload would have deviated by from its own prediction, had the same machines been measured; it
 * counts as much as measurements that deviate so much from what is expected are likely of it.
 */
function drawsOf({ prior, space, solved, measurements, fit, told }: Drawing): Draw[] {
  const random = seededRandom(1);
  const logWeights = prior.members.map(({ scale }) => -told * Math.log(scale) - fit / (2 * scale ** 2));
  const largest = Math.max(...logWeights);
  const weights = logWeights.map((value) => Math.exp(value - largest));
  const total = sum(weights);
  return prior.members.flatMap(({ residuals }, i) =>
    Array.from({ length: DRAWS_EACH }, (): Draw => {
      const at = space.member(residuals, random);
      const explained = solved.solve(measurements.map(({ machine, part }) => at(machine, part)));
      return {
        weight: weights[i]! / total / DRAWS_EACH,
        errors: space.machines.map((_, machine) => at(machine, 1) - solved.dot(machine, explained)),
      };
    }),
  );
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

function once<T>(compute: () => T): () => T {
  let found: T | undefined;
  return () => {
    found ??= compute();
    return found;
  };
}
