/**
 * What sending tasks costs, by their length and the number of workers: `npm run bench:dispatch`. Ours against bare
 * messages between the same threads or processes, against piscina, tinypool, workerpool and poolifier, each as its
 * documentation has it, and against Python's pool. Tasks of 1 ms and more wait and use no CPU, so what is used is what
 * sending costs; those of 20 µs compute, and their own CPU is in the figures of all. A sample is a process of its own:
 * its first pass is *fresh*, the middle of its last ones *warm*. In each round every contender is sampled once, in
 * random order; ratios are to bare messages of the same round. Then: starting workers, what they hold, moving a MiB.
 * Linux.
 *   --rounds N        default 5: 25 minutes
 *   --lengths LIST    µs; default 0,20,1000,20000
 *   --workers LIST    default 2,32
 *   --only TEXT       contenders whose name holds it, and bare messages
 *   --no-starts       leaves out what comes after the tasks
 */
import { parseArgs } from 'node:util';
import { seededRandom, shuffle } from '../../src/stats/index.js';
import { others, ours, raw } from './contenders.js';
import type { Sample } from './sample.js';
import { answerOf, type Load, pythonSample, sampleOf, unanswered } from './samples.js';
import type { Start } from './start.js';
import { loadTable, type Samples, startTable } from './tables.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    lengths: { type: 'string', default: '0,20,1000,20000' },
    workers: { type: 'string', default: '2,32' },
    only: { type: 'string', default: '' },
    'no-starts': { type: 'boolean', default: false },
  },
});
const numbers = (list: string) => list.split(',').map(Number);
const loads: Load[] = numbers(options.lengths).flatMap((lengthUs) =>
  numbers(options.workers).map((workers) => ({ lengthUs, workers })),
);
const python: Record<string, number> = { 'Python map': 0, 'Python map, chunksize 1': 1 };
const isWanted = (name: string) => name in raw || name.includes(options.only);
const node = Object.keys({ ...raw, ...ours, ...others }).filter(isWanted);
const names = [...node, ...Object.keys(python).filter(isWanted)];
const random = seededRandom(1);
const rounds = Number(options.rounds);

for (const load of loads) {
  const samples: Samples<Sample> = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of shuffle(names, random)) {
      const sample = name in python ? pythonSample(python[name]!, load) : await sampleOf(name, load);
      samples.get(name)!.push(sample);
    }
  console.log(loadTable(load, samples));
}
if (!options['no-starts']) {
  const starts: Samples<Start> = new Map(node.map((name) => [name, []]));
  const moves = { bare: [] as number[], pool: [] as number[] };
  for (let round = 0; round < 3 * rounds; round++) {
    for (const name of shuffle(node, random))
      starts.get(name)!.push((await answerOf('start.js', [name, '2'])) as Start | undefined);
    for (const way of shuffle(['bare', 'pool'] as const, random))
      moves[way].push((await answerOf('transfer.js', [way])) as number);
  }
  console.log(startTable(starts, moves));
}
for (const call of unanswered) console.log(`Ended without an answer, and was started again: ${call}`);
