import { choose } from '../../src/insight/scaling/choose.js';
import { laws } from '../../src/insight/scaling/index.js';
import { measuredPoints } from '../../src/insight/scaling/points.js';
import { priors } from '../../src/insight/scaling/priors.js';
import { quantile } from '../../src/stats/index.js';
import { asPoints, cloudCurves, scalingTables, yields } from './public-data.js';

const smooth = [
  ...cloudCurves().map(({ vcpus, threadsPerCore, points }) =>
    asPoints(points.filter(([workers]) => workers <= vcpus / threadsPerCore)),
  ),
  ...scalingTables().map(({ points, kind }) => asPoints(points, kind)),
];
const fits = smooth.flatMap((points) => {
  const { fit } = choose(measuredPoints(points), {});
  const largest = points.at(-1)!.workers;
  const [alpha = 0, beta = 0, turbo = 0] = fit.model.parameters.some(({ name }) => name === 'alpha')
    ? fit.values
    : [];
  return [{ contention: alpha * (largest - 1), crosstalk: beta * largest * (largest - 1), turbo }];
});
const software = scalingTables().map(({ points, kind }) => laws.usl.fit(asPoints(points, kind))!.parameters);
const quantiles = (values: readonly number[], ...at: number[]) =>
  at.map((p) => Number(quantile(values, p).toPrecision(2))).join(', ');

/** Of each prior what it is of, what the data say, and what is in use. */
export const priorsBesideData: readonly (readonly string[])[] = [
  [
    'contention α(N − 1) at the largest count: p50, p90, p95',
    quantiles(
      fits.map(({ contention }) => contention),
      0.5,
      0.9,
      0.95,
    ),
    `0 ± ${priors.contention.deviation}`,
  ],
  [
    'crosstalk βN(N − 1) at the largest count: p50, p90, p95',
    quantiles(
      fits.map(({ crosstalk }) => crosstalk),
      0.5,
      0.9,
      0.95,
    ),
    `0 ± ${priors.crosstalk.deviation}`,
  ],
  [
    'turbo: p50, p90, p95',
    quantiles(
      fits.map(({ turbo }) => turbo),
      0.5,
      0.9,
      0.95,
    ),
    `0 ± ${priors.turbo.deviation}`,
  ],
  [
    'SMT yield, medians of 84 kinds of work: p10, p50, p90',
    quantiles(
      yields().map(({ smt }) => smt.p50),
      0.1,
      0.5,
      0.9,
    ),
    `${priors.yield.low}, ${priors.yield.middle}, ${priors.yield.high}`,
  ],
  [
    'α of software, below three points: smallest, p50, p90',
    quantiles(
      software.map(({ alpha }) => alpha!),
      0,
      0.5,
      0.9,
    ),
    Object.values(priors.assumed.alpha).join(', '),
  ],
  [
    'β of software, below three points: smallest, p50, p90',
    quantiles(
      software.map(({ beta }) => beta!),
      0,
      0.5,
      0.9,
    ),
    Object.values(priors.assumed.beta).join(', '),
  ],
];
