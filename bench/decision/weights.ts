import type { Shape } from './cells.js';

/** The longest of uneven tasks takes this many times as long as the shortest. */
const SPREAD = 5;

/** How long each task takes, in task order, with mean 1. Uneven ones are in an order that is always the same. */
export function weightsOf(shape: Shape, tasks: number): number[] {
  const places = Array.from({ length: tasks }, (_, place) => place);
  if (shape === 'equal' || tasks < 2) return places.map(() => 1);
  const mean = (1 + SPREAD) / 2;
  const weights = places.map((place) => (1 + ((SPREAD - 1) * place) / (tasks - 1)) / mean);
  return places.sort((a, b) => mixed(a) - mixed(b)).map((place) => weights[place]!);
}

/** A number without a pattern: the finaliser of MurmurHash3, which sends no two 32-bit numbers to the same. */
function mixed(place: number): number {
  let hash = place + 1;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
