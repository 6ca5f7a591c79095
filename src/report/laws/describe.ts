import type { ScalingFit, ScalingMachine } from '../../insight/scaling/index.js';
import type { DescribedFit, FitPoint, FitPrediction } from './schema.js';

/** What a fit was made from, and what is wanted of it. */
export interface FitSource {
  fit: ScalingFit;
  points: readonly FitPoint[];
  /** Worker counts to predict beside the measured ones. */
  counts: readonly number[];
  /** Default `tasks/s`. */
  unit?: string;
  machine?: ScalingMachine;
  ceiling?: DescribedFit['ceiling'];
}

/** A fit as plain data for every format. Throws UsageError for a count that is no positive number. */
export function describeFit(source: FitSource): DescribedFit {
  const { fit, unit = 'tasks/s', machine = {}, ceiling = [] } = source;
  const points = source.points.toSorted((a, b) => a.workers - b.workers);
  const measured = points.map(({ workers }) => workers);
  const counts = ascending([...measured, ...source.counts]);
  const predict = predictor(fit);
  return {
    unit,
    law: fit.law,
    parameters: fit.parameters,
    ...(fit.standardErrors && { standardErrors: fit.standardErrors }),
    assumed: fit.assumed,
    ...(fit.peak && { peak: fit.peak }),
    best: fit.best,
    ...(fit.miss && { miss: fit.miss }),
    candidates: fit.candidates,
    machine: { ...machine },
    points,
    ceiling: [...ceiling],
    predictions: counts.map(predict),
    band: curveCounts(counts, machine).map(predict),
    warnings: fit.warnings,
  };
}

function predictor(fit: ScalingFit): (workers: number) => FitPrediction {
  return (workers) => {
    const { throughput, low, high, extrapolated, assumed } = fit.predict(workers);
    return { workers, throughput, low, high, extrapolated, ...(assumed && { assumed }) };
  };
}

const STEPS = 32;

/** Evenly spaced on a logarithmic axis, with every count where the curve may bend. */
function curveCounts(counts: readonly number[], { physicalCores }: ScalingMachine): number[] {
  const [first, last] = [Math.min(1, counts[0]!), counts.at(-1)!];
  const between = Array.from({ length: STEPS + 1 }, (_, step) =>
    Math.round(first * (last / first) ** (step / STEPS)),
  );
  const knee = physicalCores !== undefined && physicalCores < last ? [physicalCores] : [];
  return ascending([
    1,
    first,
    ...between.filter((count) => count > first && count < last),
    ...knee,
    ...counts,
  ]);
}

function ascending(counts: readonly number[]): number[] {
  return [...new Set(counts)].sort((a, b) => a - b);
}
