// Stresses: balance. Trial division costs more the larger the number, so later tasks take several times as long
// as the first ones.
// Expect: a straight line with small chunks handed out on demand; a flatter one with `map`, whose last chunk is
// also its heaviest.
import { defineScenario } from 'corewise/scenario';

interface Block {
  /** First number of the block. */
  from: number;
  /** The number after its last one. */
  to: number;
}

function isPrime(candidate: number): boolean {
  if (candidate < 4) return candidate > 1;
  if (candidate % 2 === 0) return false;
  for (let divisor = 3; divisor * divisor <= candidate; divisor += 2) {
    if (candidate % divisor === 0) return false;
  }
  return true;
}

function countPrimes({ from, to }: Block): number {
  let count = 0;
  for (let candidate = from; candidate < to; candidate++) if (isPrime(candidate)) count += 1;
  return count;
}

/** Divisions that a number near `n` takes on average, apart from a factor: √n for the primes, 1 in ln n of them. */
function divisions(n: number): number {
  return Math.sqrt(n) / Math.log(n);
}

export default defineScenario({
  name: 'primes',
  description:
    'Counts primes by trial division, block after block: later tasks cost more. Expect a straight line with small chunks on demand, less with `map`.',
  params: { tasks: 48, upTo: 1_200_000 },
  tasks: ({ tasks, upTo }): Block[] =>
    Array.from({ length: tasks }, (_, index) => ({
      from: Math.floor((index * upTo) / tasks),
      to: Math.floor(((index + 1) * upTo) / tasks),
    })),
  run: (block) => countPrimes(block),
  cost: ({ from, to }) => ((to - from) * divisions((from + to) / 2 + 2)) / 600_000,
});
