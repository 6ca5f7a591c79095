/**
 * What following the chunk advice costs against the best chunksize there is: `npm run bench:chunk-advice`.
 * Advice is made from chunksizes 1 and 4 in rounds of their own; then 1, 2, 4, 8, 16, 32, `auto` and the advised one
 * are measured in other rounds.
 *   --rounds 4      of each of the two; four take about four minutes
 *   --works a,b     only these
 *   --engine fake   on a virtual clock, where nothing disturbs and nothing but the tasks costs anything
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { insight } from '../../src/insight/index.js';
import { formatInterval, formatMs, type Interval } from '../../src/stats/index.js';
import { adviceFor, outcomeOf, sweep } from './sweep.js';
import { works } from './works.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    works: { type: 'string' },
    engine: { type: 'string', default: 'threads' },
  },
});
const setting = { rounds: Number(values.rounds), engine: values.engine };
const names = values.works?.split(',') ?? Object.keys(works);
const chosen = names.map((name) => ({ name, params: works[name]! }));

const known = await sweep(
  chosen.map(({ params }) => ({ params, chunksizes: [1, 4] })),
  setting,
);
const advised = chosen.map((work) => ({ ...work, advice: adviceFor(known, work.params) }));
const swept = await sweep(
  advised.map(({ params, advice }) => ({
    params,
    chunksizes: [1, 2, 4, 8, 16, 32, 'auto' as const, advice.advised],
  })),
  setting,
);
const analysis = insight(swept);

const table = new Table({
  head: ['tasks', 'advised', 'range', 'expected', 'measured', 'best', 'advised ÷ best', 'chunksize 1 ÷ best'],
  style: { head: [], border: [] },
});
for (const { name, params, advice } of advised) {
  const outcome = outcomeOf(analysis, params, advice);
  const expected = advice.expected.find(({ chunksize }) => chunksize === advice.advised)!;
  table.push([
    name,
    advice.advised,
    `${advice.low} to ${advice.high}`,
    formatMs(expected.wallMs),
    formatMs(outcome.advisedMs),
    outcome.best,
    told(outcome.overBest),
    told(outcome.oneOverBest),
  ]);
  const points = outcome.measured.map(({ chunksize, wallMs }) => `${chunksize}: ${formatMs(wallMs)}`);
  console.log(`${name}: ${points.join(', ')}`);
}
console.log(table.toString());

function told(ratio: Interval | null): string {
  return ratio === null ? '–' : `${ratio.value.toFixed(3)} (${formatInterval(ratio)})`;
}
