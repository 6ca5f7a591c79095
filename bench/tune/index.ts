/**
 * Whether `--tune` finds what measuring everything finds: `npm run bench:tune -- [--suite default,full] [--scenarios
 * a,b] [--rounds 10] [--observation 200ms] [--out FOLDER]`, or `--record FOLDER,FOLDER` of such runs, which are judged
 * together. Every setting is measured in every round, once; then the tuning rule is played over the record, with the
 * rounds in --plays (100) orders. Of the default suite (62 cases) that takes about ten minutes on two CPUs, of both
 * suites (659) about an hour and a half. Nothing is measured with --record.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { parseDuration } from '../../src/cli/options.js';
import { readRecord } from '../../src/record/index.js';
import {
  formatPercent,
  type Interval,
  MIN_ROUNDS_FOR_VERDICT,
  mean,
  seededRandom,
} from '../../src/stats/index.js';
import { measureGrid } from './grid.js';
import { GOAL, isFound, type Judged, judge, regretAt, usedBy } from './judge.js';

const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'default,full' },
    scenarios: { type: 'string' },
    rounds: { type: 'string', default: '10' },
    observation: { type: 'string', default: '200ms' },
    plays: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    record: { type: 'string' },
  },
});

const grids =
  values.record === undefined
    ? [
        await measureGrid({
          suites: values.suite.split(','),
          scenarios: values.scenarios?.split(','),
          rounds: Number(values.rounds),
          observationMs: parseDuration(values.observation),
          out: values.out,
        }),
      ]
    : await Promise.all(values.record.split(',').map((folder) => readRecord(folder)));

const plays = Number(values.plays);
const judged = grids.flatMap((grid) => judge(grid, plays, seededRandom(Number(values.seed))));
const table = new Table({
  head: [
    'scenario',
    'settings',
    'best of the grid',
    'found most often',
    'slower: median',
    'mean',
    '95 %',
    'within 2 %',
    'by held-out rounds',
    'observations',
    'found',
  ],
  style: { head: [], border: [] },
});
for (const one of judged) {
  table.push([
    nameOf(one),
    one.settings,
    settingOf(one.best, one),
    one.found === one.best ? 'the same' : settingOf(one.found, one),
    percent(regretAt(one, 0.5)),
    percent(mean(one.regrets)),
    percent(regretAt(one, 0.95)),
    formatPercent(one.good),
    one.heldOut ? percentInterval(one.heldOut) : '–',
    formatPercent(usedBy([one])),
    isFound(one) ? 'yes' : 'no',
  ]);
}
console.log(table.toString());
const errors = judged.map(({ standardError }) => percent(standardError));
console.log(
  `${plays} plays; slower by the grid's own figures, of which two settings differ by chance by ±${errors.join(', ±')} (standard error, by scenario). The best was chosen by them, so they flatter it. By held-out rounds: on average, with a 95 % interval, behind what measuring everything finds, by rounds that neither was chosen by.`,
);
const used = usedBy(judged);
const isMet = judged.every(isFound) && used <= GOAL.used;
console.log(
  `Goal: at most ${formatPercent(GOAL.regret)} slower in ${formatPercent(GOAL.good)} of the plays, for a third of the grid's observations. Found in ${judged.filter(isFound).length} of ${judged.length} scenarios, for ${formatPercent(used)}: ${isMet ? 'met' : 'missed'}.`,
);
if (judged.some(({ rounds }) => rounds !== MIN_ROUNDS_FOR_VERDICT))
  console.log(
    `A run without --tune makes at least ${MIN_ROUNDS_FOR_VERDICT} rounds: of those, ${formatPercent(usedBy(judged, MIN_ROUNDS_FOR_VERDICT))}.`,
  );
if (!isMet) process.exitCode = 1;

function percent(share: number): string {
  return Number.isFinite(share) ? `${inPercent(share)} %` : 'nothing found';
}

/** Without a minus before nothing. */
function inPercent(share: number): string {
  return (100 * share).toFixed(1).replace(/^-0\.0$/, '0.0');
}

function percentInterval({ value, low, high }: Interval): string {
  return `${percent(value)} (${inPercent(low)} to ${percent(high)})`;
}

/** With its parameters where its scenario has others, too. */
function nameOf({ scenario, params }: Judged): string {
  const isAlone = judged.filter((one) => one.scenario === scenario).length === 1;
  return isAlone ? scenario : `${scenario} ${JSON.stringify(params)}`;
}

function settingOf(id: string, { scenario }: Judged): string {
  return id.startsWith(`${scenario}/`) ? id.slice(scenario.length + 1) : id;
}
