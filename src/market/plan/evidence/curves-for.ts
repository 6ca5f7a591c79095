import type { Demand } from '../request.js';
import type { Evidence, MeasuredCurve } from './evidence.js';

/** Tasks that arrive one by one do not wait for others to make a chunk with. */
export function curvesFor({ kind }: Demand, { curves, isolated }: Evidence): readonly MeasuredCurve[] {
  if (kind === 'programs' && isolated.length > 0) return isolated;
  if (kind !== 'arrivals') return curves;
  const single = curves.filter(({ chunksize, dispatch }) => chunksize === 1 || dispatch === 'apply');
  return single.length > 0 ? single : curves;
}
