import { type Chart, fitChart } from '../charts/index.js';
import type { FitDocument } from './schema.js';

/** One chart a curve, in their order. */
export function chartsIn({ curves }: FitDocument): Chart[] {
  return curves.map((curve, i) => fitChart(curve, { id: `fit-${i + 1}`, heading: curve.name }));
}
