import { inverse, Matrix } from 'ml-matrix';

/** (JᵀJ)⁻¹ for a Jacobian with a row a residual. Directions that the data say nothing of get a ridge of 1e-12. */
export function inverseNormal(jacobian: readonly (readonly number[])[]): number[][] {
  const rows = new Matrix(jacobian.map((row) => [...row]));
  const normal = rows.transpose().mmul(rows);
  const scale = normal.diagonal().map((value) => Math.sqrt(value) || 1);
  const scaled = normal.divColumnVector(scale).divRowVector(scale);
  const ridge = Matrix.diag(scaled.diagonal().map((value) => value * 1e-12 + 1e-12));
  return inverse(scaled.add(ridge)).divColumnVector(scale).divRowVector(scale).to2DArray();
}
