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
