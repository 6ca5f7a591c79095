/**
 * How good the choice of a machine is after one, two, … measured types: `npm run bench:choice -- [--data FILE]
 * [--prior FILE]`. Each workload in turn counts as the user's, and the others as what is public; with --prior, all of
 * those of another file do. Nothing is measured here.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { shippedCatalog } from '../../src/market/catalog/index.js';
import {
  chancesWithin,
  intervalOf,
  type PricedRates,
  priorFrom,
  reachedWith,
  readRates,
  shippedRates,
} from '../../src/market/prior/index.js';
import { logHalfWidth, median, quantile, seededRandom } from '../../src/stats/index.js';
import { type Answer, allOf, type Method, methods, type Trial } from './trial.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    prior: { type: 'string' },
    method: { type: 'string' },
    certainty: { type: 'string', default: '0.95' },
  },
});
const certainty = Number(values.certainty);

/** Prices of the shipped rates are those of the shipped catalog. */
function shipped(): PricedRates {
  const rates = shippedRates();
  const { instances } = shippedCatalog();
  const prices = rates.types.map(({ provider, name }) => {
    const found = instances.find((one) => one.provider === provider && one.name === name);
    if (found === undefined) throw new Error(`The catalog has no ${provider} ${name}.`);
    return found.pricePerHour;
  });
  return { rates, prices };
}

const { rates, prices } = values.data === undefined ? shipped() : readRates(values.data, '2026-01-01');
const logPrices = prices.map(Math.log);
const others =
  values.prior === undefined ? undefined : priorFrom(readRates(values.prior, '2026-01-01').rates);

/** Measured first: a machine of at most so many vCPUs. */
const LARGEST_START = 8;
const COUNTS = [1, 2, 3, 4, 6, 8];
/** Of the first measured machine: what the demand is, so that whole instances matter as they do to a user. */
const MACHINES_WORTH = 10;

const typesOf = (row: readonly (number | null)[]) =>
  rates.types.flatMap((_, type) =>
    row[type] != null && row[rates.types.length + type] != null ? [type] : [],
  );

const trials = rates.logRates.map((row, at): Trial => {
  const rest = rates.logRates.filter((_, other) => other !== at);
  const random = seededRandom(at);
  return {
    ...{ rates, logPrices, row },
    offered: typesOf(row),
    prior: others ?? priorFrom({ ...rates, logRates: rest }),
    random: () => random.next(),
  };
});

interface Outcome {
  /** Logarithm of how many times as much as the cheapest type the choice costs. */
  regret: number;
  /** The instances bought, at the stated certainty, do less than the demand. */
  isShort: boolean;
  /** Instances bought ÷ those that would have been enough. */
  bought: number;
  interval?: { held: number; halfWidth: number };
  chance?: number;
}

function outcomeOf(trial: Trial, answer: Answer, measured: readonly number[]): Outcome {
  const cost = (type: number) => logPrices[type]! - allOf(trial, type);
  const least = Math.min(...trial.offered.map(cost));
  const { choice, logRates, posterior } = answer;
  const demand = MACHINES_WORTH * Math.exp(allOf(trial, measured[0]!));
  const sure = posterior ? reachedWith(posterior, choice, certainty) : logRates[choice]!;
  const instances = Math.ceil(demand / Math.exp(sure) - 1e-9);
  const needed = Math.ceil(demand / Math.exp(allOf(trial, choice)) - 1e-9);
  const outcome = {
    bought: instances / needed,
    regret: cost(choice) - least,
    isShort: instances * Math.exp(allOf(trial, choice)) < demand * (1 - 1e-9),
  };
  if (posterior === undefined) return outcome;
  const costOf = (type: number, error: number) => Math.exp(logPrices[type]! - logRates[type]! - error);
  const unknown = trial.offered.filter((type) => !measured.includes(type));
  const checks = unknown.map((type) => {
    const interval = intervalOf(posterior, type);
    const truth = Math.exp(allOf(trial, type));
    return { isHeld: truth >= interval.low && truth <= interval.high, halfWidth: logHalfWidth(interval) };
  });
  return {
    ...outcome,
    interval: {
      held: checks.filter(({ isHeld }) => isHeld).length / checks.length,
      halfWidth: median(checks.map(({ halfWidth }) => halfWidth)),
    },
    chance: chancesWithin(posterior, { machines: trial.offered, costOf }, 1.1).get(choice)!,
  };
}

/** By number of measured types. */
function outcomesOf(method: Method): Map<number, Outcome[]> {
  const outcomes = new Map(COUNTS.map((count): [number, Outcome[]] => [count, []]));
  for (const trial of trials)
    for (const start of trial.offered.filter((type) => rates.types[type]!.vcpus <= LARGEST_START)) {
      const measured = [start];
      for (let count = 1; count <= Math.max(...COUNTS); count++) {
        const answer = method({ measured, trial });
        outcomes.get(count)?.push(outcomeOf(trial, answer, measured));
        measured.push(answer.next);
      }
    }
  return outcomes;
}

const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;
const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
const share = (of: readonly boolean[]) => of.filter(Boolean).length / of.length;

const head = [
  'measured',
  'regret, median',
  '90th percentile',
  'within 5 %',
  'within 10 %',
  'too little',
  'bought ÷ needed',
];
const more = ['intervals hold', 'half-width', 'said: within 10 %', 'Brier score', 'of the base rate'];
for (const [name, method] of Object.entries(methods)) {
  if (values.method !== undefined && values.method !== name) continue;
  const outcomes = outcomesOf(method);
  const hasIntervals = outcomes.get(1)![0]!.interval !== undefined;
  const table = new Table({
    head: [...head, ...(hasIntervals ? more : [])],
    style: { head: [], border: [] },
  });
  for (const [count, found] of outcomes) {
    const regrets = found.map(({ regret }) => regret);
    const isWithin = regrets.map((regret) => regret <= Math.log(1.1));
    const cells = [
      String(count),
      percent(Math.expm1(median(regrets))),
      percent(Math.expm1(quantile(regrets, 0.9))),
      percent(share(regrets.map((regret) => regret <= Math.log(1.05)))),
      percent(share(isWithin)),
      percent(share(found.map(({ isShort }) => isShort)), 1),
      median(found.map(({ bought }) => bought)).toFixed(2),
    ];
    if (hasIntervals) {
      const chances = found.map(({ chance }) => chance!);
      const rate = share(isWithin);
      cells.push(
        percent(mean(found.map(({ interval }) => interval!.held)), 1),
        `×÷ ${Math.exp(median(found.map(({ interval }) => interval!.halfWidth))).toFixed(2)}`,
        percent(mean(chances)),
        mean(chances.map((chance, i) => (chance - Number(isWithin[i])) ** 2)).toFixed(3),
        (rate * (1 - rate)).toFixed(3),
      );
    }
    table.push(cells);
  }
  console.log(`\n${name}\n${table.toString()}`);
}
const source = values.prior === undefined ? 'each left out in turn' : `the prior from ${values.prior}`;
console.log(
  `\n${trials.length} workloads, ${source}, from each type of at most ${LARGEST_START} vCPUs; certainty ${percent(certainty)}.`,
);
