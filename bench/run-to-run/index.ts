/**
 * What do two runs of the same thing differ by, and is a slowdown between runs seen? `npm run bench:run-to-run`.
 * Every run is a `corewise run` of its own, made one after the other; finished ones are kept and not made again.
 *   --pairs 40        A/A: pairs of runs of the suite quick, compared with one record per side
 *   --regression      instead: tries of --fail-on-regression 5% with a planted slowdown, records made alternately
 *   --tries 10        of those
 *   --records 5       a side
 *   --slowdown 1.1    times as long
 *   --rounds N        of every run (default: the suite's 10)
 *   --engine fake     for a trial of the program itself
 *   --chained         comparisons share runs with their neighbours: about half the runs (a quarter, with five a side),
 *                     but no longer independent, so that the count scatters more
 *   --state FOLDER    default reports/run-to-run
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ASSUMED_BETWEEN_RUNS } from '../../src/insight/analysis/index.js';
import { type ComparedRecord, compareVersions } from '../../src/market/compare/index.js';
import { formatPercent } from '../../src/stats/index.js';
import { recordOf } from './runs.js';
import { runsOf, schedule } from './schedule.js';
import { betweenRuns, type Outcome, outcomeOf } from './summary.js';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '40' },
    regression: { type: 'boolean', default: false },
    tries: { type: 'string', default: '10' },
    records: { type: 'string', default: '5' },
    slowdown: { type: 'string', default: '1.1' },
    rounds: { type: 'string' },
    engine: { type: 'string' },
    chained: { type: 'boolean', default: false },
    state: { type: 'string', default: 'reports/run-to-run' },
  },
});
const MARGIN = 0.05;
const isRegression = values.regression;
const comparisons = isRegression
  ? schedule(Number(values.tries), Number(values.records), values.chained)
  : schedule(Number(values.pairs), 1, values.chained);
const suite = isRegression ? fileURLToPath(new URL('./slowed-suite.js', import.meta.url)) : 'quick';
const shared = [
  ...(values.rounds === undefined ? [] : ['--rounds', values.rounds]),
  ...(values.engine === undefined ? [] : ['--engine', values.engine]),
];
const total = runsOf(comparisons);
const kind = [
  isRegression ? `slowed-${values.slowdown}` : 'equal',
  ...shared.filter((arg) => !arg.startsWith('-')),
];

const records: ComparedRecord[] = [];
const outcomes: Outcome[] = [];
for (const { before, after } of comparisons) {
  while (records.length <= Math.max(...before, ...after)) records.push(await nextRun());
  outcomes.push(compare(before, after));
}
show();

/** Runs with an odd place are after: slowed, where a slowdown is planted. */
async function nextRun(): Promise<ComparedRecord> {
  const place = records.length;
  const begin = performance.now();
  const record = await recordOf({
    folder: join(values.state, kind.join('-'), `run-${String(place + 1).padStart(3, '0')}`),
    args: ['--suite', suite, ...shared],
    env: isRegression && place % 2 === 1 ? { SLOWED_BY: values.slowdown } : {},
  });
  console.log(`run ${place + 1}/${total}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  return record;
}

function compare(before: readonly number[], after: readonly number[]): Outcome {
  const pick = (places: readonly number[]) => places.map((place) => records[place]!);
  const options = { today: new Date(), version: '', ...(isRegression && { margin: MARGIN }) };
  const document = compareVersions(pick(after), pick(before), options);
  const outcome = outcomeOf(document);
  console.log(`${outcomes.length + 1}/${comparisons.length}: ${document.works[0]!.headline}`);
  return outcome;
}

function show(): void {
  if (isRegression) {
    const found = outcomes.filter((outcome) => outcome.isRegression).length;
    const slower = outcomes.filter(({ verdict }) => verdict === 'slower').length;
    console.log(
      `${found} of ${outcomes.length} tries found a regression beyond ${formatPercent(MARGIN)} (${slower} said slower), ${values.records} records per side, tasks ${values.slowdown} times as long.`,
    );
    return;
  }
  const told = betweenRuns(outcomes);
  console.log(
    `${told.calledDifferent} of ${told.comparisons} pairs of equal runs were called different (${told.anyCalled} in any setting).`,
  );
  if (told.undisturbed === 0) return;
  console.log(
    `In ${told.undisturbed} pairs no record rests on rounds that other load disturbed: a run's log throughput has a standard deviation of ${formatPercent(told.deviation)} there, 95 % of pairs differ by ${formatPercent(told.quantile95)} at most (assumed: ${formatPercent(ASSUMED_BETWEEN_RUNS)}).`,
  );
}
