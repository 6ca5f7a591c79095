/** Keeps a CPU busy, or its memory: `neighbour-program.js cpu|memory SECONDS`. */
const [kind, seconds] = process.argv.slice(2);
const end = performance.now() + 1000 * Number(seconds);
const table = kind === 'memory' ? new Float64Array(2 ** 24).fill(1) : new Float64Array(256).fill(1);
let sum = 0;
while (performance.now() < end && sum >= 0) {
  for (let at = 0; at < table.length; at++) {
    sum += table[at]!;
    table[at] = 1 + (at & 1);
  }
}
