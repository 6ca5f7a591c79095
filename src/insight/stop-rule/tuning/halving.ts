import { MIN_ROUNDS_FOR_VERDICT } from '../../../stats/index.js';
import type { Effects, Standing } from './effects.js';

/** So few are measured until the best is known. */
export const FINALISTS = 3;
/** A setting that is slower by less, as a fraction, is as good. */
export const TOLERANCE = 0.02;

/** Standard errors of a difference within which it may be none. */
const NOISE = 2.5;
/** Rounds after which what other load disturbed is no longer kept for that. */
const FEW_ROUNDS = 2;
/** Visits of a round in which only finalists are measured: those, serial, two of one worker, and a ceiling. */
export const FINAL_VISITS = 7;
/** Rounds of finalists that observations are kept for. */
const FINAL_ROUNDS = 3;
/** Of ten rounds of every setting and serial. */
const SHARE = 1 / 3;

export interface Halved {
  goesOn: Standing[];
  behind: (Standing & { isBeyondNoise: boolean })[];
}

/**
 * Observations that the search may still take while it is open which of `settings` is the best: its share, or what
 * three finalists take until there are ten rounds, whichever is more.
 */
export function observationsLeft(settings: number, spent: number, round: number): number {
  const share = SHARE * MIN_ROUNDS_FOR_VERDICT * (settings + 1);
  return Math.max(share - spent, (MIN_ROUNDS_FOR_VERDICT - round) * FINAL_VISITS, 0);
}

/**
 * How many of `field` settings may go on after `round` so that `left` observations last until three are left, with
 * serial in each round, when the field then shrinks like 1 ÷ round (successive rejects; Audibert, Bubeck and Munos
 * 2010).
 */
export function mostThatLast(left: number, round: number, field: number): number {
  const racing = left - FINAL_ROUNDS * FINAL_VISITS;
  for (let most = field; most > FINALISTS; most--) if (costOf(most, round) <= racing) return most;
  return FINALISTS;
}

function costOf(most: number, round: number): number {
  let visits = 0;
  for (let next = round + 1; ; next++) {
    const racing = Math.floor((most * (round + 1)) / next);
    if (racing <= FINALISTS) return visits;
    visits += racing + 1;
  }
}

/**
 * Racing (Maron and Moore 1994) within a budget: after each round those go on that could still be the best by more than
 * the tolerance, never more than the best `most`, and never fewer than three. After few rounds those go on as well of
 * which all that is known was disturbed by other load.
 */
export function halve({ standings, noise }: Effects, most: number): Halved {
  const best = standings[0];
  if (!best || standings.length <= FINALISTS) return { goesOn: [...standings], behind: [] };
  const halved: Halved = { goesOn: [], behind: [] };
  for (const [place, standing] of standings.entries()) {
    const mayLead = couldLead(standing, best, noise);
    const isDoubtful = best.rounds <= FEW_ROUNDS && standing.isDisturbed && !best.isDisturbed;
    if (place < FINALISTS || isDoubtful || (mayLead && place < most)) halved.goesOn.push(standing);
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
