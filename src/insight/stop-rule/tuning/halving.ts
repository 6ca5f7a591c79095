import type { Effects, Standing } from './effects.js';

/** So few are measured until the best is known. */
export const FINALISTS = 3;
/** A setting that is slower by less, as a fraction, is as good. */
export const TOLERANCE = 0.02;

/** Standard errors of a difference within which it may be none. */
const NOISE = 2.5;
/** Rounds after which no noise keeps what is in the slower half. */
const FEW_ROUNDS = 2;

export interface Halved {
  goesOn: Standing[];
  behind: (Standing & { isBeyondNoise: boolean })[];
}

/**
 * Successive halving (Karnin, Koren and Somekh 2013) that looks at the noise: after each round those go on that could
 * still be the best by more than the tolerance, never fewer than three, and once there were a few rounds never more than
 * the better half. After few rounds those go on as well of which all that is known was disturbed by other load.
 */
export function halve({ standings, noise }: Effects): Halved {
  const best = standings[0];
  if (!best || standings.length <= FINALISTS) return { goesOn: [...standings], behind: [] };
  const half = Math.max(FINALISTS, Math.ceil(standings.length / 2));
  const isFew = best.rounds <= FEW_ROUNDS;
  const halved: Halved = { goesOn: [], behind: [] };
  for (const [place, standing] of standings.entries()) {
    const mayLead = couldLead(standing, best, noise);
    const isDoubtful = isFew && standing.isDisturbed && !best.isDisturbed;
    if (place < FINALISTS || isDoubtful || (mayLead && (isFew || place < half))) halved.goesOn.push(standing);
    else halved.behind.push({ ...standing, isBeyondNoise: !mayLead });
  }
  return halved;
}

/** Whether another one may still be better than the leader by more than the tolerance. */
export function isOpen({ standings, noise }: Effects): boolean {
  const [best, ...others] = standings;
  return others.some((other) => couldLead(other, best!, noise));
}

function couldLead(standing: Standing, best: Standing, noise: number): boolean {
  const error = noise * Math.sqrt(1 / standing.rounds + 1 / best.rounds);
  return standing.value + NOISE * error > best.value + Math.log(1 + TOLERANCE);
}
