/**
 * What a task costs that does nothing, at chunksize 1 with two worker threads: `npm run bench:dispatch`. The pool's
 * `map`, `imapUnordered` and `apply` (all calls at once) against piscina, tinypool, workerpool and poolifier, each as
 * its documentation has it for many short tasks. A sample is the median of three passes in a fresh process, after two
 * that warm it up; in each round every contender is sampled once, in random order. The ratio is ours to the fastest
 * of the others in the same round.
 *   --rounds N    default 10
 *   --tasks N     in a pass; default 50,000
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { median, ratioInterval, seededRandom, shuffle } from '../../src/stats/index.js';
import { others, ours } from './contenders.js';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, tasks: { type: 'string', default: '50000' } },
});
const program = fileURLToPath(new URL('./sample.js', import.meta.url));
const names = [...Object.keys(ours), ...Object.keys(others)];
const random = seededRandom(1);

/** µs per task, by contender. */
type Round = Readonly<Record<string, number>>;

const rounds: Round[] = [];
for (let round = 0; round < Number(options.rounds); round++) {
  const times: Record<string, number> = {};
  for (const name of shuffle(names, random)) times[name] = await sample(name);
  rounds.push(times);
}

const bestOther = (round: Round) => Math.min(...Object.keys(others).map((name) => round[name]!));
const table = new Table({
  head: ['', 'µs a task', 'ours / best of the others', '95 % interval', 'rounds'],
  style: { head: [], border: [] },
});
for (const name of names) {
  const isOurs = name in ours;
  const time = median(rounds.map((round) => round[name]!)).toFixed(2);
  table.push([
    isOurs ? `corewise ${name}` : name,
    time,
    ...(isOurs ? ratioCells(name) : ['', '']),
    rounds.length,
  ]);
}
console.log(table.toString());

function ratioCells(name: string): [string, string] {
  const interval = ratioInterval(rounds.map((round) => Math.log(round[name]! / bestOther(round))));
  if (!interval) return ['–', '–'];
  return [interval.value.toFixed(3), `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`];
}

async function sample(name: string): Promise<number> {
  const child = fork(program, [name, options.tasks]);
  let answer: unknown;
  child.once('message', (message) => {
    answer = message;
  });
  const [code] = await once(child, 'close');
  if (typeof answer !== 'number') throw new Error(`${name} gave no answer, exit code ${code}`);
  return answer;
}
