import { type Interval, jackknifeInterval, mean } from '../../stats/index.js';
import { enclosing } from './enclosing.js';
import { passMs, type Reading } from './model.js';

/** What a pass is expected to take at a chunksize, over every reading of the costs. */
export interface Expected {
  chunksize: number;
  wallMs: Interval;
  /** ÷ the best of all chunksizes; `value` is that of the reading in which it is worst. */
  ratio: Interval;
}

/**
 * Whatever the model leaves out moves a chunksize against another by up to about this, on the log scale
 * (`npm run bench:chunk-advice` shows by how much).
 */
const MODEL_HALF_WIDTH = 0.02;

/** By chunksize, in the order given. */
export function expectedOver(chunksizes: readonly number[], readings: readonly Reading[]): Expected[] {
  const curves = readings.map((reading) => curveOf(chunksizes, reading));
  return chunksizes.map((chunksize, i) => ({
    chunksize,
    wallMs: enclosing(
      curves.map((curve) => curve[i]!.wallMs),
      mean(curves.map((curve) => curve[i]!.wallMs.value)),
    ),
    ratio: enclosing(
      curves.map((curve) => curve[i]!.ratio),
      Math.max(...curves.map((curve) => curve[i]!.ratio.value)),
    ),
  }));
}

/** Ratios are taken before intervals are: what makes all chunksizes slower alike makes none of them worse. */
function curveOf(chunksizes: readonly number[], { whole, without }: Reading): Omit<Expected, 'chunksize'>[] {
  const walls = chunksizes.map((chunksize) => passMs(whole, chunksize));
  const others = without.map((model) => chunksizes.map((chunksize) => passMs(model, chunksize)));
  const best = walls.indexOf(Math.min(...walls));
  return walls.map((wallMs, i) => ({
    wallMs: withModelError(
      jackknifeInterval(
        wallMs,
        others.map((other) => other[i]!),
      ),
    ),
    ratio:
      i === best
        ? { value: 1, low: 1, high: 1 }
        : withModelError(
            jackknifeInterval(
              wallMs / walls[best]!,
              others.map((other) => other[i]! / other[best]!),
            ),
          ),
  }));
}

function withModelError({ value, low, high }: Interval): Interval {
  const factor = Math.exp(Math.hypot(Math.log(high / low) / 2, MODEL_HALF_WIDTH));
  return { value, low: value / factor, high: value * factor };
}
