import { UsageError } from '../../errors.js';
import { checkPositive } from './points.js';

/**
 * The experimentally determined serial fraction, (1/S − 1/p) ÷ (1 − 1/p), of a speedup S on p workers (Karp and
 * Flatt, Measuring parallel processor performance, CACM 33, 1990). Constant over p: a serial part; growing with
 * p: overhead that grows; negative: superlinear. Chunks that do not divide among the workers look like a serial
 * fraction here: see `granularityBound` first.
 * @throws UsageError unless both are positive and workers above 1.
 */
export function karpFlatt(speedup: number, workers: number): number {
  checkPositive(speedup, 'speedup');
  checkPositive(workers, 'workers');
  if (workers <= 1) throw new UsageError(`The Karp–Flatt metric needs more than one worker, got ${workers}.`);
  return (1 / speedup - 1 / workers) / (1 - 1 / workers);
}
