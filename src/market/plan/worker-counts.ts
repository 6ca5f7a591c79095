import type { Instance } from '../catalog/index.js';
import type { CurveOnShapes, Throughput } from './curve-on-shape.js';
import { shapeOf } from './shape.js';

/** Throughput by workers. */
type Counts = Map<number, Throughput>;

/** What a curve says of one instance on which at most `most` workers may run, one a core before two share one. */
export function workerCounts(instance: Instance, curve: CurveOnShapes, most: number) {
  const { physicalCores, logicalCores, isGuessed } = shapeOf(instance);
  const threads = Math.max(1, logicalCores / physicalCores);
  const cores = most < 1 ? 0 : curve.bestCount(Math.min(most, physicalCores));
  const together = Math.min(most, Math.floor(cores * threads));
  const at = (workers: number): [number, Throughput] => {
    const found = workers <= cores ? curve.onCores(workers) : curve.onThreads(workers, cores, threads);
    return [workers, isGuessed ? { ...found, provenance: 'assumed' } : found];
  };
  return {
    /** As many as physical cores help, and as many as their threads. */
    usual: (): Counts => new Map(cores === 0 ? [] : [cores, together].map(at)),
    all: (): Counts => new Map(Array.from({ length: together }, (_, i) => at(i + 1))),
  };
}
