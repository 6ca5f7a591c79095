/**
 * Does it call equal things different, and does it see a difference where there is one? `npm run bench:aa`.
 * Comparisons of one short case with its own replica, as `--rounds 10` makes them, then of cases of which one has
 * 5 and 10 % more work. It goes on where an earlier start ended, and shows every start.
 *   --comparisons 200   with its own replica
 *   --power 40          of each true difference
 *   --rounds 10
 *   --minutes M         ends this start after so long; the next one goes on
 *   --neighbour bursts  beside another program: bursts (a CPU for 3 s of 6), quarter (of a CPU), cpu, memory
 *   --state FILE        default reports/aa/comparisons.jsonl, beside a neighbour comparisons-NEIGHBOUR.jsonl
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { formatInterval, formatPercent } from '../../src/stats/index.js';
import { parseNeighbour, startNeighbour } from '../neighbour/index.js';
import { type Compared, compareInOneRun } from './compare.js';
import { appendState, type Entry, readState } from './state.js';
import { calledDifferent, mostByChance } from './summary.js';

const { values } = parseArgs({
  options: {
    comparisons: { type: 'string', default: '200' },
    power: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '10' },
    minutes: { type: 'string' },
    neighbour: { type: 'string' },
    state: { type: 'string' },
  },
});
const neighbour = values.neighbour === undefined ? undefined : parseNeighbour(values.neighbour);
const state = values.state ?? `reports/aa/comparisons${neighbour === undefined ? '' : `-${neighbour}`}.jsonl`;
/** Each run's rounds visit so many pairs: serial and the bench hosts' start are then shared by them. */
const PAIRS_A_RUN = 5;
const run = new Date().toISOString();
const endsAt =
  values.minutes === undefined
    ? Number.POSITIVE_INFINITY
    : performance.now() + 60_000 * Number(values.minutes);
const wanted: [effect: number, comparisons: number][] = [
  [1, Number(values.comparisons)],
  [1.05, Number(values.power)],
  [1.1, Number(values.power)],
];

const endNeighbour = neighbour === undefined ? () => undefined : startNeighbour(neighbour);
try {
  for (const [effect, comparisons] of wanted) await compareAll(effect, comparisons);
} finally {
  endNeighbour();
}
show(readState(state));

async function compareAll(effect: number, comparisons: number): Promise<void> {
  let made = readState(state).filter((entry) => entry.effect === effect).length;
  while (made < comparisons && performance.now() < endsAt) {
    const pairs = Math.min(PAIRS_A_RUN, comparisons - made);
    for (const compared of await compareInOneRun(effect, pairs, made + 1, Number(values.rounds))) {
      made++;
      appendState(state, { run, ...compared });
      console.log(`${nameOf(effect)} ${made}/${comparisons}: ${lineOf(compared)}`);
    }
  }
}
function nameOf(effect: number): string {
  return effect === 1 ? 'A/A' : `+${formatPercent(effect - 1)}`;
}

function lineOf({ undisturbed, all, rounds, disturbedRounds, foreignCpu, seconds }: Compared): string {
  const told = (interval: Compared['all']) =>
    interval === null ? 'none' : `${interval.value.toFixed(3)} (${formatInterval(interval)})`;
  return `${told(undisturbed)}, all rounds ${told(all)}, ${disturbedRounds} of ${rounds} disturbed, foreign ${foreignCpu ?? '?'} CPU, ${seconds} s`;
}

/** All starts together, then each by itself: none is chosen. */
function show(entries: readonly Entry[]): void {
  const table = new Table({
    head: [
      'start',
      'difference',
      'comparisons',
      'called different',
      'over all rounds',
      'quiet',
      'half-width',
      'at most',
    ],
    style: { head: [], border: [] },
  });
  const starts = [...new Set(entries.map((entry) => entry.run))];
  const groups = [
    { name: 'all', of: entries },
    ...starts.map((name) => ({ name, of: entries.filter((each) => each.run === name) })),
  ];
  for (const { name, of } of groups) {
    for (const [effect] of wanted) {
      const called = calledDifferent(of.filter((entry) => entry.effect === effect));
      if (called.comparisons === 0) continue;
      table.push([
        name,
        nameOf(effect),
        called.comparisons,
        `${called.undisturbed} (${formatPercent(called.undisturbed / called.comparisons)})`,
        `${called.all} (${formatPercent(called.all / called.comparisons)})`,
        called.quiet,
        formatPercent(called.medianHalfWidth),
        effect === 1 ? mostByChance(called.comparisons) : '–',
      ]);
    }
  }
  console.log(table.toString());
}
