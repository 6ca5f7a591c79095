import jStat from 'jstat';

/** Sum of squares over `residuals`, to be made small within a box. */
export interface LeastSquaresProblem {
  /** One value a data point, and one a prior; all finite inside the box. */
  residuals(parameters: readonly number[]): number[];
  /** Of order one each, inside the box. */
  start: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
}

export interface LeastSquaresSolution {
  parameters: number[];
  residuals: number[];
  sumOfSquares: number;
}

const MAX_STEPS = 100;
/** Central differences of functions of order one: truncation and rounding are both near 1e-10 here. */
const DIFFERENCE = 1e-5;
const FORWARD_DIFFERENCE = 1e-7;
/** Share of the sum that a step must gain to be worth another, and the sum that is as good as none. */
const CONVERGED = 1e-9;
const NOTHING = 1e-20;
const MAX_DAMPING = 1e12;

/**
 * Levenberg–Marquardt (Marquardt, SIAM J. Appl. Math. 11, 1963, with his scaling) in a box: a parameter at a
 * bound that the gradient pushes outwards stays there for that step, the rest move and are clipped (Kanzow,
 * Yamashita, Fukushima, J. Comput. Appl. Math. 172, 2004). No step ever makes the sum larger.
 *
 * This file is the only one that knows how the minimum is found.
 */
export function leastSquares(problem: LeastSquaresProblem): LeastSquaresSolution {
  let best = at(problem, problem.start);
  let damping = 1e-3;
  for (let step = 0; step < MAX_STEPS && damping < MAX_DAMPING; step++) {
    const next = stepFrom(best, problem, damping);
    if (next === undefined) break;
    if (!(next.sumOfSquares < best.sumOfSquares)) {
      damping *= 8;
      continue;
    }
    const gain = best.sumOfSquares - next.sumOfSquares;
    const isDone = gain <= CONVERGED * best.sumOfSquares || next.sumOfSquares < NOTHING;
    best = next;
    damping = Math.max(damping / 8, 1e-12);
    if (isDone) break;
  }
  return best;
}

/** Derivative of each residual by each parameter: a row a residual. */
export function jacobianOf(
  residuals: (parameters: readonly number[]) => number[],
  parameters: readonly number[],
): number[][] {
  const columns = parameters.map((value, index) => {
    const step = DIFFERENCE * Math.max(1, Math.abs(value));
    const above = residuals(parameters.with(index, value + step));
    const below = residuals(parameters.with(index, value - step));
    return above.map((residual, row) => (residual - below[row]!) / (2 * step));
  });
  const rows = columns[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) => columns.map((column) => column[row]!));
}

/** Half the calls, and as good for finding a step. */
function forwardJacobian(problem: LeastSquaresProblem, from: LeastSquaresSolution): number[][] {
  const columns = from.parameters.map((value, index) => {
    const step = FORWARD_DIFFERENCE * Math.max(1, Math.abs(value));
    const ahead = problem.residuals(from.parameters.with(index, value + step));
    return ahead.map((residual, row) => (residual - from.residuals[row]!) / step);
  });
  return from.residuals.map((_, row) => columns.map((column) => column[row]!));
}

/** (JᵀJ)⁻¹, with directions that the data say nothing of left out of it by a ridge of 1e-12. */
export function inverseNormal(jacobian: readonly (readonly number[])[]): number[][] {
  const size = jacobian[0]?.length ?? 0;
  const normal = normalMatrix(jacobian);
  const scale = normal.map((row, index) => Math.sqrt(row[index]!) || 1);
  const scaled = normal.map((row, i) => row.map((value, j) => value / (scale[i]! * scale[j]!)));
  for (let i = 0; i < size; i++) scaled[i]![i] = scaled[i]![i]! * (1 + 1e-12) + 1e-12;
  return jStat.inv(scaled).map((row, i) => row.map((value, j) => value / (scale[i]! * scale[j]!)));
}

function at(problem: LeastSquaresProblem, parameters: readonly number[]): LeastSquaresSolution {
  const residuals = problem.residuals(parameters);
  const sumOfSquares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  return { parameters: [...parameters], residuals, sumOfSquares };
}

/** Undefined where no parameter can move. */
function stepFrom(
  from: LeastSquaresSolution,
  problem: LeastSquaresProblem,
  damping: number,
): LeastSquaresSolution | undefined {
  const { lower, upper } = problem;
  const jacobian = forwardJacobian(problem, from);
  const gradient = from.parameters.map((_, j) =>
    jacobian.reduce((sum, row, i) => sum + row[j]! * from.residuals[i]!, 0),
  );
  const free = from.parameters.flatMap((value, j) => {
    const isHeld = (value <= lower[j]! && gradient[j]! >= 0) || (value >= upper[j]! && gradient[j]! <= 0);
    return isHeld || gradient[j] === 0 ? [] : [j];
  });
  if (free.length === 0) return undefined;
  const normal = normalMatrix(jacobian.map((row) => free.map((j) => row[j]!)));
  const damped = normal.map((row, i) => row.with(i, row[i]! * (1 + damping) + 1e-300));
  const inverse = jStat.inv(damped);
  const parameters = [...from.parameters];
  free.forEach((j, i) => {
    const move = inverse[i]!.reduce((sum, value, k) => sum + value * gradient[free[k]!]!, 0);
    parameters[j] = Math.min(upper[j]!, Math.max(lower[j]!, parameters[j]! - move));
  });
  return parameters.every(Number.isFinite) ? at(problem, parameters) : from;
}

function normalMatrix(jacobian: readonly (readonly number[])[]): number[][] {
  const size = jacobian[0]?.length ?? 0;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => jacobian.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
}
