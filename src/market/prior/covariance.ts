import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { likenesses, likenessOf } from './likeness.js';
import type { PublicType } from './public-rates.js';

/**
 * Share of the structured correlation in the one that is used, and of what each coordinate has for itself. Chosen by
 * leaving out one workload at a time (`npm run bench:choice`), which hardly tells 0.3 from 0.7.
 */
const STRUCTURED = 0.5;
const OWN = 0.01;

/** Bounds between sizes as far apart as one, two, … doublings. */
const DOUBLINGS = [0.6, 1.6, 2.6, 4];

/**
 * Covariance of log rates between types, on one vCPU and on all, from residuals of unit scale, a row per workload.
 * Workloads are fewer than coordinates, so the sample's correlation is mixed with a structured one (Ledoit and Wolf,
 * J. Multivariate Anal. 88, 2004): the mean correlation of all pairs of types that are as much alike and whose sizes
 * are as far apart.
 */
export function covarianceOf(
  residuals: readonly (readonly number[])[],
  types: readonly PublicType[],
): number[][] {
  const rows = new Matrix(residuals.map((row) => [...row]));
  const sample = rows
    .transpose()
    .mmul(rows)
    .div(residuals.length - 1);
  const deviations = sample.diagonal().map((variance) => Math.sqrt(Math.max(variance, LEAST_VARIANCE)));
  const correlation = sample
    .to2DArray()
    .map((row, i) => row.map((v, j) => v / deviations[i]! / deviations[j]!));
  const structured = asCorrelation(structureOf(correlation, types));
  return correlation.map((row, i) =>
    row.map((value, j) => {
      if (i === j) return deviations[i]! ** 2;
      const mixed = (1 - STRUCTURED) * value + STRUCTURED * structured.get(i, j);
      return (1 - OWN) * mixed * deviations[i]! * deviations[j]!;
    }),
  );
}

/** Of a coordinate that nobody measured. */
const LEAST_VARIANCE = 1e-6;

/** In place of each correlation, the mean of those of its kind. */
function structureOf(correlation: readonly (readonly number[])[], types: readonly PublicType[]): number[][] {
  const count = types.length;
  const kinds = types.map((a) => types.map((b) => kindOf(a, b)));
  const key = (i: number, j: number) => {
    const parts = Number(i >= count) + Number(j >= count);
    return `${parts} ${kinds[i % count]![j % count]!}`;
  };
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [i, row] of correlation.entries())
    for (const [j, value] of row.entries()) {
      const found = sums.get(key(i, j)) ?? { sum: 0, count: 0 };
      sums.set(key(i, j), { sum: found.sum + value, count: found.count + 1 });
    }
  return correlation.map((row, i) =>
    row.map((_, j) => {
      const { sum, count: pairs } = sums.get(key(i, j))!;
      return sum / pairs;
    }),
  );
}

function kindOf(a: PublicType, b: PublicType): string {
  if (a === b) return 'self';
  const doublings = Math.abs(Math.log2(a.vcpus / b.vcpus));
  const step = DOUBLINGS.filter((bound) => doublings > bound).length;
  return `${likenesses.indexOf(likenessOf(a, b))} ${step}`;
}

/**
 * The nearest matrix without negative eigenvalues (Higham, Lin. Alg. Appl. 103, 1988), with ones on the diagonal: mean
 * correlations need not fit together.
 */
function asCorrelation(matrix: readonly (readonly number[])[]): Matrix {
  const given = new Matrix(matrix.map((row) => [...row]));
  const { rightSingularVectors: vectors, diagonal } = new SingularValueDecomposition(given);
  const polar = vectors.clone().mulRowVector(diagonal).mmul(vectors.transpose());
  const nearest = polar.add(given).div(2);
  const deviations = nearest.diagonal().map(Math.sqrt);
  return nearest.divColumnVector(deviations).divRowVector(deviations);
}
