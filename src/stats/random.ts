import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded numbers: the same seed gives the same sequence everywhere. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below), without modulo bias. `below` is an integer of at least 1. */
  int(below: number): number;
}

/** `seed` is an integer; its lower 32 bits count. */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return {
    next: () => uniformFloat64(generator),
    int: (below) => compact(uniformInt(generator, 0, below - 1)),
  };
}

/**
 * The same integer, held by the engine as one. pure-rand computes in doubles, and V8 keeps a double a double,
 * which made integer loops over such numbers 3.3 times slower, but only where no message had copied them.
 */
function compact(value: number): number {
  const small = value | 0;
  return small === value ? small : value;
}

/** A shuffled copy, every order equally likely (Fisher and Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random.int(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}
