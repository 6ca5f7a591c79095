/** Someone else's load: `program.js cpu|memory|bursts|quarter OWNER [AHEAD_MS]`. It ends once process OWNER is gone. */
import { setTimeout as delay } from 'node:timers/promises';
import { type NeighbourKind, patterns } from './pattern.js';

const [kind, owner, aheadMs = '0'] = process.argv.slice(2);
const { busyMs, idleMs, bytes } = patterns[kind as NeighbourKind];
const table = new Float64Array(bytes / Float64Array.BYTES_PER_ELEMENT).fill(1);
let sum = 0;

// Periods lie on a grid, so that being kept from a CPU makes none of them longer.
for (let begin = performance.now() - Number(aheadMs); isOwnerAlive(); begin += busyMs + idleMs) {
  while (performance.now() < begin + busyMs) walk();
  const restMs = begin + busyMs + idleMs - performance.now();
  if (restMs > 0) await delay(restMs);
}

function walk(): void {
  for (let at = 0; at < table.length; at++) {
    sum += table[at]!;
    table[at] = 1 + (at & 1);
  }
  if (sum < 0) throw new Error('A sum of positive numbers is negative.');
}

function isOwnerAlive(): boolean {
  try {
    return process.kill(Number(owner), 0);
  } catch {
    return false;
  }
}
