import { fitScalingWith } from '../../src/insight/scaling/fit-scaling.js';
import { type Discrepancy, priors } from '../../src/insight/scaling/priors.js';
import { mean, quantile } from '../../src/stats/index.js';
import type { Design } from './designs.js';

/** One unseen count of a curve: how far off the prediction was, and what its interval is made of. */
export interface Miss {
  curve: string;
  /** |prediction ÷ measurement − 1|. */
  off: number;
  /** Relative half-width of the sampling part. */
  sampling: number;
  /** Efficiency lost, and doublings beyond the largest fitted count: what the discrepancy is multiplied with. */
  loss: number;
  doublings: number;
}

const TARGET = 0.955;
/**
 * Beyond the points most curves go on straight, which says nothing of the few that bend later: their share counts,
 * among predictions whose sampling part would not hold anything by itself.
 */
const TARGET_BEYOND = 0.98;
const NARROW = 0.1;
const LOSSES = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

/** Chosen and fitted as a user gets them. */
export function missesOf(designs: readonly Design[]): Miss[] {
  return designs.flatMap(({ id, fitted, unseen, machine }) => {
    const withPart = (part: keyof Discrepancy) =>
      fitScalingWith(fitted, machine, { inside: 0, loss: 0, beyond: 0, [part]: 1 }, false);
    const [byLoss, byDoubling] = [withPart('loss'), withPart('beyond')];
    return unseen.flatMap(({ workers, throughput }) => {
      const prediction = byLoss.predict(workers);
      if (prediction.sampling === undefined) return [];
      const sampling = prediction.throughput / prediction.sampling.low - 1;
      const beside = (low: number) =>
        Math.sqrt(Math.max(0, (prediction.throughput / low - 1) ** 2 - sampling ** 2));
      return [
        {
          curve: id,
          off: Math.abs(prediction.throughput / throughput - 1),
          sampling,
          loss: beside(prediction.low),
          doublings: beside(byDoubling.predict(workers).low),
        },
      ];
    });
  });
}

/**
 * The narrowest discrepancy (mean half-width) that with sampling covers the target share of the misses, never
 * below the noise of clean measurements.
 */
export function calibrateInside(misses: readonly Miss[]): Discrepancy {
  const losses = LOSSES.map((loss) => {
    const least = quantile(
      misses.map((miss) => needed(miss) - loss * miss.loss),
      TARGET,
    );
    const inside = Math.max(priors.noise, least);
    const discrepancy = { inside, loss, beyond: 0 };
    return { discrepancy, width: mean(misses.map((miss) => halfWidth(miss, discrepancy))) };
  });
  return losses.reduce((a, b) => (b.width < a.width ? b : a)).discrepancy;
}

export function calibrateBeyond(misses: readonly Miss[], inside: Discrepancy): Discrepancy {
  const narrow = misses.filter(({ sampling }) => sampling < NARROW);
  const perDoubling = narrow.map(
    (miss) => (needed(miss) - inside.inside - inside.loss * miss.loss) / miss.doublings,
  );
  return { ...inside, beyond: Math.max(0, quantile(perDoubling, TARGET_BEYOND)) };
}

export function isHeld(miss: Miss, discrepancy: Discrepancy): boolean {
  return miss.off <= halfWidth(miss, discrepancy);
}

export function halfWidth({ sampling, loss, doublings }: Miss, by: Discrepancy): number {
  return Math.hypot(sampling, by.inside + by.loss * loss + by.beyond * doublings);
}

/** Share of the misses held by constants that the same curve had no part in. */
export function leaveOneCurveOut(
  misses: readonly Miss[],
  calibrate: (others: readonly Miss[]) => Discrepancy,
): number {
  const curves = [...new Set(misses.map(({ curve }) => curve))];
  const held = curves.flatMap((curve) => {
    const by = calibrate(misses.filter((miss) => miss.curve !== curve));
    return misses.filter((miss) => miss.curve === curve).map((miss) => isHeld(miss, by));
  });
  return held.filter(Boolean).length / held.length;
}

/** What the discrepancy alone must make up for. */
function needed({ off, sampling }: Miss): number {
  return Math.sqrt(Math.max(0, off ** 2 - sampling ** 2));
}
