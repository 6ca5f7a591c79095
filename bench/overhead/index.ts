/**
 * What a task costs in corewise's loop, against a hand-written loop over the same function in the same kind of
 * isolate, for ten shapes of functions: `npm run bench:overhead`. Each sample is a pair of fresh isolates that live
 * side by side and run their passes in turns; in each round every shape and kind is sampled once, in random order.
 * V8 compiles the same function differently from one isolate to the next, whoever calls it: isolates that took over
 * 1.3 times as long as the fastest quarter of both sides are counted, and the ratio is given with and without their pairs.
 *   --rounds N        default 10
 *   --shapes a,b      default all
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { quantile, ratioInterval, seededRandom, shuffle } from '../../src/stats/index.js';
import { kinds, pairOf } from './pair.js';
import { shapes } from './shapes.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    shapes: { type: 'string', default: Object.keys(shapes).join(',') },
  },
});
const UNLUCKY = 1.3;

type Pair = Awaited<ReturnType<typeof pairOf>>;
const settings = options.shapes
  .split(',')
  .flatMap((shape) => Object.keys(kinds).map((kind) => ({ shape, kind, pairs: [] as Pair[] })));
const random = seededRandom(1);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const { shape, kind, pairs } of shuffle(settings, random)) pairs.push(await pairOf(kind, shape));
}

const table = new Table({
  head: [
    'function',
    'isolate',
    'our loop / hand-written',
    'without unlucky ones',
    'unlucky: ours, hand',
    'pairs',
  ],
  style: { head: [], border: [] },
});
for (const { shape, kind, pairs } of settings) table.push([shape, kind, ...cellsOf(pairs), pairs.length]);
console.log(table.toString());

function cellsOf(pairs: readonly Pair[]): [string, string, string] {
  const usual = quantile(
    pairs.flatMap(({ ours, hand }) => [ours, hand]),
    0.25,
  );
  const isUnlucky = (ms: number) => ms > UNLUCKY * usual;
  const lucky = pairs.filter(({ ours, hand }) => !isUnlucky(ours) && !isUnlucky(hand));
  const unlucky = (side: keyof Pair) => pairs.filter((pair) => isUnlucky(pair[side])).length;
  return [ratioCell(pairs), ratioCell(lucky), `${unlucky('ours')}, ${unlucky('hand')}`];
}

function ratioCell(pairs: readonly Pair[]): string {
  const interval = ratioInterval(pairs.map(({ ours, hand }) => Math.log(ours / hand)));
  if (!interval) return '–';
  const [value, low, high] = [interval.value, interval.low, interval.high].map((ratio) => ratio.toFixed(3));
  return `${value} (${low}–${high})`;
}
