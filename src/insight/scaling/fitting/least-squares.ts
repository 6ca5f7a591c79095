import { levenbergMarquardt } from 'ml-levenberg-marquardt';

/** Sum of squares over `residuals`, to be made small within a box. */
interface LeastSquaresProblem {
  /** One value a data point, and one a prior; all finite inside the box. */
  residuals(parameters: readonly number[]): number[];
  /** Of order one each, inside the box. */
  start: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
}

interface LeastSquaresSolution {
  parameters: number[];
  sumOfSquares: number;
}

const MAX_ROUNDS = 12;
const STEPS_A_ROUND = 12;
/** Damping at the start of a round, and of one after a round that found nothing better. */
const DAMPING = 1e-2;
const CAUTIOUS_DAMPING = 10;
const FORWARD_DIFFERENCE = 1e-7;
/** Share of the sum that a round must gain to be worth another, and the sum that is as good as none. */
const CONVERGED = 1e-9;
const NOTHING = 1e-20;
/** Cosine between the residuals and what a parameter does to them, below which it has nothing left to do. */
const FLAT = 1e-6;

/**
 * Levenberg–Marquardt (ml-levenberg-marquardt) in a box, round after round. The library goes on from worse points
 * and clips its steps at the box, where it may stall: every round starts at the best point so far, without the
 * parameters that a bound holds there. No round ever makes the sum larger.
 *
 * This file is the only one that knows how the minimum is found.
 */
export function leastSquares(problem: LeastSquaresProblem): LeastSquaresSolution {
  let best = at(problem, problem.start);
  let damping = DAMPING;
  for (let round = 0; round < MAX_ROUNDS && best.sumOfSquares > NOTHING; round++) {
    const free = directionsIn(problem, best);
    if (free.length === 0 || (round > 0 && free.every(({ cosine }) => cosine <= FLAT))) break;
    const next = at(problem, after(problem, best, free, damping));
    const gain = best.sumOfSquares - next.sumOfSquares;
    if (gain > 0) best = next;
    const isWorthMore = gain > CONVERGED * best.sumOfSquares;
    if (!isWorthMore && damping === CAUTIOUS_DAMPING) break;
    damping = isWorthMore ? DAMPING : CAUTIOUS_DAMPING;
  }
  return best;
}

interface Point extends LeastSquaresSolution {
  residuals: number[];
}

/** A parameter that is free to move. */
interface Direction {
  index: number;
  /** Length of its column of the Jacobian. */
  length: number;
  /** Between that column and the residuals, without its sign. */
  cosine: number;
}

/** A parameter that the sum pushes against a bound stays on it. */
function directionsIn(
  problem: LeastSquaresProblem,
  { parameters, residuals, sumOfSquares }: Point,
): Direction[] {
  const jacobian = jacobianOf(problem.residuals, parameters);
  return parameters.flatMap((value, index) => {
    const column = jacobian.map((row) => row[index]!);
    const slope = column.reduce((sum, derivative, i) => sum + derivative * residuals[i]!, 0);
    const isHeld =
      (value <= problem.lower[index]! && slope >= 0) || (value >= problem.upper[index]! && slope <= 0);
    if (isHeld || slope === 0) return [];
    const length = Math.sqrt(squared(column));
    return [{ index, length, cosine: Math.abs(slope) / (length * Math.sqrt(sumOfSquares)) }];
  });
}

/** The parameters that a round of the library's steps ends at. */
function after(
  { residuals, lower, upper }: LeastSquaresProblem,
  from: Point,
  free: readonly Direction[],
  damping: number,
): number[] {
  // The library adds the damping to JᵀJ as it is, so that has to be of order one.
  const scale = 1 / Math.max(...free.map(({ length }) => length));
  // The library wants three points; those beyond the residuals are always met.
  const rows = Array.from({ length: Math.max(3, from.residuals.length) }, (_, row) => row);
  const ofFree = (of: readonly number[]) => free.map(({ index }) => of[index]!);
  const whole = (moving: readonly number[]) =>
    free.reduce((parameters, { index }, k) => parameters.with(index, moving[k]!), from.parameters);
  const { parameterValues } = levenbergMarquardt(
    { x: rows, y: rows.map(() => 0) },
    (moving) => {
      const misses = residuals(whole(moving));
      return (row) => (misses[row] ?? 0) * scale;
    },
    {
      initialValues: ofFree(from.parameters),
      minValues: ofFree(lower),
      maxValues: ofFree(upper),
      gradientDifference: FORWARD_DIFFERENCE,
      damping,
      dampingStepUp: 4,
      dampingStepDown: 3,
      improvementThreshold: 1e-2,
      maxIterations: STEPS_A_ROUND,
      errorTolerance: 0,
    },
  );
  return whole(parameterValues);
}

function at({ residuals }: LeastSquaresProblem, parameters: readonly number[]): Point {
  const misses = residuals(parameters);
  return { parameters: [...parameters], residuals: misses, sumOfSquares: squared(misses) };
}

/** The sum of squares. */
export function squared(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Central differences of functions of order one: truncation and rounding are both near 1e-10 here. */
const DIFFERENCE = 1e-5;

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
