import { howFarOff } from '../../insight/scaling/index.js';
import { counted, formatMs, formatRate, listed } from '../../stats/index.js';
import type { Cell } from '../document/table.js';
import type { DescribedFit, FitPoint, FitPrediction } from './schema.js';

/** What each law is called in a sentence. */
const lawNames: Record<string, string> = {
  linear: 'a straight line',
  amdahl: 'Amdahl’s law',
  usl: 'the Universal Scalability Law',
  'usl-smt': 'the Universal Scalability Law with an SMT knee',
  quota: 'a law capped by the CPU quota',
  saturating: 'a saturating resource',
};

/** How a parameter is written, by its name in the data. */
export const symbols: Readonly<Record<string, string>> = {
  gamma: 'γ',
  alpha: 'α',
  beta: 'β',
  turbo: 'τ',
  yield: 'SMT yield',
  knee: 'knee',
  quotaCpus: 'quota',
  saturation: 's',
};

/**
 * `the Universal Scalability Law (usl)`, with how far it misses the points where it does: `(usl; 17 % too high at 2
 * workers)`; what it is where no law is named.
 */
export function nameLaw({ law, band, miss }: DescribedFit): string {
  if (law === null) return isAssumed({ band }) ? 'no law: an assumed range' : 'no law';
  const notes = [
    ...(lawNames[law] === undefined ? [] : [law]),
    ...(miss === undefined ? [] : [`${howFarOff(miss.off)} at ${counted(miss.workers, 'worker')}`]),
  ];
  return `${lawNames[law] ?? law}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

/** What the figures of a prediction are called: the law's, unless it misses the points and they follow these. */
export function nameOfExpected({ law, miss }: Pick<DescribedFit, 'law' | 'miss'>): string {
  return law === null || miss !== undefined ? 'expected' : law;
}

/** Nothing but priors stands behind what it predicts. */
export function isAssumed({ band }: Pick<DescribedFit, 'band'>): boolean {
  return band.every(({ assumed }) => assumed);
}

/** `α 0.0123 ± 0.0045`, the law's own parameters, with standard errors; γ is in every law and left out. */
export function parametersOf({ parameters, standardErrors = {} }: DescribedFit): string[] {
  return Object.entries(parameters)
    .filter(([name]) => name !== 'gamma')
    .map(([name, value]) => {
      const error = standardErrors[name];
      const range = error === undefined || name === 'knee' ? '' : ` ± ${figure(error)}`;
      return `${symbols[name] ?? name} ${figure(value)}${range}`;
    });
}

/** What was assumed beside them, `τ 0.01`. */
export function assumptionsOf({ assumed }: DescribedFit): string[] {
  return Object.entries(assumed).map(([name, value]) => `${symbols[name] ?? name} ${figure(value)}`);
}

/** `0.0123`, three significant digits; 0 for what is left of it by rounding. */
export function figure(value: number): string {
  return Math.abs(value) < 1e-12 ? '0' : String(Number(value.toPrecision(3)));
}

/** Throughput of one worker: what was measured, else what the law says. */
export function oneWorker({ points, band }: DescribedFit): number {
  return [...points, ...band].find(({ workers }) => workers === 1)!.throughput;
}

/** Beyond what any machine gives: the interval has no end that could be told. */
const ENDLESS = 1e300;

/** `58.2×` of one worker; `∞` where the interval has no end. */
export function timesOne(throughput: number, fit: DescribedFit): string {
  return throughput > ENDLESS ? '∞' : `${formatRate(throughput / oneWorker(fit))}×`;
}

/** `1,870`, `1,833 to 1,907`: the interval only where there is one. */
export function throughputOf(point: FitPoint): Cell {
  return withInterval(point, writeThroughput);
}

export const writeThroughput = (throughput: number): string =>
  throughput > ENDLESS ? '∞' : formatRate(throughput);

/** `1.90×`, `1.86× to 1.94×` of one worker. */
export function timesOneWorker(point: FitPoint, fit: DescribedFit): Cell {
  return withInterval(point, (throughput) => timesOne(throughput, fit));
}

function withInterval({ throughput, low, high }: FitPoint, format: (throughput: number) => string): Cell {
  const text = format(throughput);
  return low === undefined || high === undefined || low === high
    ? { text }
    : { text, detail: `${format(low)} to ${format(high)}` };
}

/** What a prediction rests on where that is not the law between measured counts. */
export function markOf({ extrapolated, assumed }: FitPrediction): 'assumed' | 'extrapolated' | undefined {
  if (!extrapolated) return undefined;
  return assumed ? 'assumed' : 'extrapolated';
}

/** `1, 8 and 16`. */
export function countsOf({ points }: DescribedFit): string {
  return listed(points.map(({ workers }) => String(workers)));
}

/** The unit of a throughput that was made from times of runs. */
export const RUNS = 'runs/s';

/** What was measured was the time of a run; its throughput is 1 ÷ that. */
export function isOfTimes({ unit }: Pick<DescribedFit, 'unit'>): boolean {
  return unit === RUNS;
}

/** The time of a run at so many runs a second. */
export function timeOf(throughput: number): string {
  return formatMs(1000 / throughput);
}

/** `26.7 s to 96.6 s`: the highest throughput takes the shortest time. */
export function timeRange({ low, high }: { low: number; high: number }): string {
  return `${timeOf(high)} to ${timeOf(low)}`;
}
