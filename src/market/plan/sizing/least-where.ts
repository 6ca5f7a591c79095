interface Bounds {
  least: number;
  most: number;
}

interface Search extends Bounds {
  /** Where to begin; the nearer to the answer, the fewer numbers are asked. */
  guess: number;
}

/**
 * The least whole number within bounds for which `holds`, where it holds for every larger one as well; undefined where
 * it holds for none. Steps that double, away from the guess, then bisection (Bentley and Yao, Inf. Proc. Letters 5,
 * 1976).
 */
export function leastWhere(
  { least, most, guess }: Search,
  holds: (value: number) => boolean,
): number | undefined {
  if (least > most) return undefined;
  const start = Math.min(most, Math.max(least, guess));
  const bracket = holds(start) ? stepDown(start, least, holds) : stepUp(start, most, holds);
  return bracket && bisect(bracket, holds);
}

/** It does not hold below, or there is nothing below; it holds at `at`. */
interface Bracket {
  below: number;
  at: number;
}

function stepDown(start: number, least: number, holds: (value: number) => boolean): Bracket {
  let at = start;
  for (let step = 1; at > least; step *= 2) {
    const below = Math.max(least, at - step);
    if (!holds(below)) return { below, at };
    at = below;
  }
  return { below: least - 1, at };
}

function stepUp(start: number, most: number, holds: (value: number) => boolean): Bracket | undefined {
  let below = start;
  for (let step = 1; below < most; step *= 2) {
    const at = Math.min(most, below + step);
    if (holds(at)) return { below, at };
    below = at;
  }
  return undefined;
}

function bisect({ below, at }: Bracket, holds: (value: number) => boolean): number {
  if (at - below <= 1) return at;
  const middle = below + Math.floor((at - below) / 2);
  return bisect(holds(middle) ? { below, at: middle } : { below: middle, at }, holds);
}
