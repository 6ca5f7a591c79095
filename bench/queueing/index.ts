/**
 * How true the simulation of queues is, and how fast: `npm run bench:queueing`. But for the speed, the same on every
 * machine.
 */
import Table from 'cli-table3';
import { formatCount, formatInterval, formatPercent } from '../../src/stats/index.js';
import { type Compared, comparedByAllenCunneen, comparedExactly } from './closed-forms.js';
import { ARRIVALS, coverages, RUNS } from './coverage.js';
import { speeds } from './speed.js';

/** Half of a 95 % interval from 20 sections, in standard errors. */
const STUDENT_T_19 = 2.093;

function print(title: string, head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const row of rows) table.push(row);
  console.log(`\n${title}\n${table.toString()}`);
}

const signed = (share: number) => `${share < 0 ? '−' : '+'}${(100 * Math.abs(share)).toFixed(2)} %`;

function compared({ name, load, arrivals, simulated, formula }: Compared): string[] {
  const interval = `${simulated.value.toFixed(2)} (${formatInterval(simulated)})`;
  return [
    name,
    formatPercent(load),
    formatCount(arrivals),
    formula.toFixed(2),
    interval,
    signed(simulated.value / formula - 1),
  ];
}

function inStandardErrors({ simulated, formula }: Compared): string {
  const standardError = (simulated.high - simulated.low) / 2 / STUDENT_T_19;
  return (Math.abs(simulated.value - formula) / standardError).toFixed(1);
}

const columns = ['queue', 'load', 'arrivals', 'formula, ms', 'simulated, ms', 'off'];

print(
  'Mean waits against exact formulas, tasks of 100 ms. Asked: within 2 % or four standard errors.',
  [...columns, 'off, standard errors'],
  comparedExactly().map((each) => [...compared(each), inStandardErrors(each)]),
);
print(
  'Mean waits against Allen and Cunneen: about as much off as the last column says.',
  [...columns, 'known to be off'],
  comparedByAllenCunneen().map((each) => [...compared(each), signed(each.knownError)]),
);
print(
  `Runs of ${formatCount(ARRIVALS)} arrivals whose 95 % interval holds the truth, of ${RUNS}. Asked: 92 to 98 %.`,
  ['times', 'load', 'mean', 'p50', 'p95', 'p99'],
  coverages().map(({ name, load, held }) => [
    name,
    formatPercent(load),
    ...Object.values(held).map((count) => `${((100 * count) / RUNS).toFixed(1)} %`),
  ]),
);
print(
  'Speed at a load of 80 %. Asked: well under 5 s.',
  ['balancer', 'arrivals', 'workers', 'seconds', 'of CPU'],
  speeds().map(({ balancer, arrivals, workers, seconds, cpuSeconds }) => [
    ...[balancer, formatCount(arrivals), formatCount(workers), seconds.toFixed(2)],
    cpuSeconds.toFixed(2),
  ]),
);
