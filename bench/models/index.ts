/**
 * How well the scaling laws do on public data, and where the constants in src/insight/scaling come from:
 * `npm run bench:models`. Nothing is measured here.
 */
import Table from 'cli-table3';
import { fitScaling, laws } from '../../src/insight/scaling/index.js';
import { findKnee } from '../../src/insight/scaling/knee.js';
import { measuredPoints } from '../../src/insight/scaling/points.js';
import { calibratedDiscrepancy } from '../../src/insight/scaling/priors.js';
import { median, quantile } from '../../src/stats/index.js';
import { calibrateBeyond, calibrateInside, halfWidth, leaveOneCurveOut, missesOf } from './calibrate.js';
import {
  type Design,
  extrapolations,
  fiveCounts,
  fourCounts,
  fourCountsOfCompleteCurves,
  fullLoadEfficiency,
  isComplete,
  tablesUpToEight,
} from './designs.js';
import { priorsBesideData } from './prior-data.js';
import { asPoints, cloudCurves, publishedFits } from './public-data.js';
import { coverageOf } from './simulated.js';

const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)} %`;

function print(title: string, head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const row of rows) table.push(row);
  console.log(`\n${title}\n${table.toString()}`);
}

print(
  'Published fits of the USL, by laws.usl.fit (published in brackets). Asked: coefficients within 2 %.',
  ['data', 'gamma', 'alpha', 'beta', 'peak'],
  publishedFits().map(({ id, points, gamma, alpha, beta, peakWorkers }) => {
    const fit = laws.usl.fit(asPoints(points))!;
    const both = (name: string, published: number | undefined) =>
      `${fit.parameters[name]!.toPrecision(5)} (${published ?? '–'})`;
    const peak = fit.peak === undefined ? 'none' : fit.peak.workers.toFixed(2);
    return [
      id,
      both('gamma', gamma),
      both('alpha', alpha),
      both('beta', beta),
      `${peak} (${peakWorkers ?? '–'})`,
    ];
  }),
);

function worstErrors(designs: readonly Design[]): number[] {
  return designs.map(({ fitted, measured, machine }) => {
    const fit = fitScaling(fitted, machine);
    return Math.max(
      ...measured.map(({ workers, throughput }) =>
        Math.abs(fit.predict(workers).throughput / throughput - 1),
      ),
    );
  });
}

function heldBy(designs: readonly Design[]): { held: number; width: number } {
  const checks = designs.flatMap(({ fitted, unseen, machine }) => {
    const fit = fitScaling(fitted, machine);
    return unseen.map(({ workers, throughput }) => {
      const { low, high, throughput: predicted } = fit.predict(workers);
      return { isHeld: throughput >= low && throughput <= high, width: (high - low) / predicted };
    });
  });
  return {
    held: checks.filter((check) => check.isHeld).length / checks.length,
    width: median(checks.map(({ width }) => width)),
  };
}

const designs = {
  '30 complete curves, two threads per core: 1, P/2, P, 2P': [
    fourCountsOfCompleteCurves(),
    '0.26 % / 2.82 %',
  ],
  '69 curves, two threads per core: the same or nearest': [fourCounts(), '0.79 % / 3.62 %'],
  '36 curves, one thread per core: 1, N/8, N/4, N/2, N': [fiveCounts(), '0.08 % / 1.46 %'],
} as const;

print(
  'Worst point of a curve over all its counts. Asked: no worse than the prototype; 90 to 99 % held, width below 6 %.',
  ['curves and counts fitted', 'median', 'p90', 'prototype', 'unseen held', 'median width'],
  Object.entries(designs).map(([name, [these, prototype]]) => {
    const worst = worstErrors(these);
    const { held, width } = heldBy(these);
    return [
      name,
      percent(median(worst), 3),
      percent(quantile(worst, 0.9), 3),
      prototype,
      percent(held, 1),
      percent(width),
    ];
  }),
);

const bent = cloudCurves().filter(
  (curve) => curve.threadsPerCore === 2 && isComplete(curve) && fullLoadEfficiency(curve) < 0.75,
);
const straight = cloudCurves().filter((curve) => fullLoadEfficiency(curve) > 0.95);
const kneeOf = (curve: (typeof bent)[number]) => findKnee(measuredPoints(asPoints(curve.points)))?.workers;
print(
  'The knee, without being told. Asked: at least 98 % and none.',
  ['curves', 'found'],
  [
    [
      `${bent.length} complete, two threads per core, efficiency below 0.75: found at P`,
      percent(bent.filter((curve) => kneeOf(curve) === curve.vcpus / 2).length / bent.length, 1),
    ],
    [
      `${straight.length} straight, efficiency above 0.95: found anywhere`,
      straight.filter((curve) => kneeOf(curve) !== undefined).length,
    ],
  ],
);

const insideMisses = missesOf([...fourCounts(), ...fiveCounts()]);
const beyondMisses = missesOf([
  ...extrapolations(),
  ...tablesUpToEight().filter(({ fitted }) => fitted.length > 2),
]);
const inside = calibrateInside(insideMisses);
const calibrated = calibrateBeyond(beyondMisses, inside);
const rounded = (value: number) => Number(value.toPrecision(2));
print(
  'Discrepancy of laws and machines, calibrated for 95.5 % of the unseen counts (src/insight/scaling/priors.ts).',
  ['', 'inside', 'loss', 'beyond, a doubling'],
  [
    ['calibrated now', ...[calibrated.inside, calibrated.loss, calibrated.beyond].map(rounded)],
    ['in use', calibratedDiscrepancy.inside, calibratedDiscrepancy.loss, calibratedDiscrepancy.beyond],
  ],
);
print(
  'Held by constants calibrated without the curve itself (leave one curve out).',
  ['', 'unseen held', 'median half-width'],
  [
    [
      'between the measured counts',
      percent(leaveOneCurveOut(insideMisses, calibrateInside), 1),
      percent(median(insideMisses.map((miss) => halfWidth(miss, inside)))),
    ],
    [
      'beyond them, up to the physical cores, and tables',
      percent(
        leaveOneCurveOut(beyondMisses, (others) => calibrateBeyond(others, inside)),
        1,
      ),
      percent(median(beyondMisses.map((miss) => halfWidth(miss, calibrated)))),
    ],
  ],
);

print(
  'Tables of software, fitted on 8 workers and fewer, predicted beyond. Asked: most held; a guess where it bends.',
  ['table', 'points', 'law', 'beyond, held', 'says'],
  tablesUpToEight()
    .filter(({ fitted }) => fitted.length > 0)
    .map(({ id, fitted, unseen, machine }) => {
      const fit = fitScaling(fitted, machine);
      const held = unseen.filter(({ workers, throughput }) => {
        const { low, high } = fit.predict(workers);
        return throughput >= low && throughput <= high;
      });
      const says = fit.warnings.map((warning) => warning.slice(0, 60)).join('\n');
      return [id, fitted.length, fit.law ?? 'none', `${held.length} of ${unseen.length}`, says];
    }),
);

const truths = [
  { alpha: 0, beta: 0 },
  { alpha: 0.02, beta: 0 },
  { alpha: 0.05, beta: 0.0005 },
  { alpha: 0.02, beta: 0.001 },
  { alpha: 0.1, beta: 0.002 },
];
print(
  'Simulated USL, 8 counts to 32, 2 % noise, 500 runs. Asked: sampling alone 92 to 98 %, whole at least 92 %.',
  ['alpha', 'beta', 'sampling alone', 'whole interval'],
  truths.map((truth, i) => {
    const { sampling, whole } = coverageOf(truth, 500, i + 1);
    return [truth.alpha, truth.beta, percent(sampling, 1), percent(whole, 1)];
  }),
);

print(
  'Priors (src/insight/scaling/priors.ts). Deviations are meant to be wider than the data, to weigh little.',
  ['prior', 'from the data', 'in use'],
  priorsBesideData.map((row) => [...row]),
);
