import { formatPercent } from '../../stats/index.js';
import { type Chart, type ChartLine, type ChartPoint, lineChart } from '../charts/chart.js';
import { guideLine, measuredLine } from '../charts/style.js';
import { plain } from '../document/table.js';
import type { PlanChoice } from './choice-schema.js';
import type { PlanDocument } from './schema.js';
import { formatTime, nameOf } from './words.js';

/** A range without end is drawn to this many times its value. */
const TALLEST = 10;

type Demand = PlanDocument['demand'];

/** Cost over time: fleets of other sizes of the cheapest types, and what is not known of the chosen sizes. */
export function costTimeChart({
  tradeOffs,
  choices,
  demand,
  currency,
  scenario,
}: PlanDocument): Chart | undefined {
  const shown = tradeOffs.map(({ rank, points }) => ({ choice: choices[rank - 1]!, points }));
  if (shown.length === 0) return undefined;
  const times = shown.flatMap(({ points }) => points.map(({ timeMs }) => timeMs));
  const unit = unitFor(Math.max(...times));
  const fleets = shown.map((each, i) => measuredLine(plain(nameOf(each.choice)), i, pointsOf(each, unit)));
  const costs = fleets.flatMap(({ data }) => data.flatMap(({ y, yMin = y, yMax = y }) => [y, yMin, yMax]));
  const lines = [...fleets, ...limitLine(demand, costs, unit)];
  const x = { title: `${whatTime[demand.kind]} (${unit.name})`, values: valuesX(lines), logarithmic: true };
  const y = { title: `cost an hour (${currency})`, values: costs, logarithmic: true };
  return {
    id: 'cost-time',
    title: 'Cost and time',
    caption: `Fleets from a quarter to four times as large as needed, of the cheapest types with unlike cores: further left is sooner, lower is cheaper. Bars stand at the size that meets the demand: what it costs at either end of what is known. Both axes are logarithmic.`,
    config: lineChart([`${plain(scenario)}: cost and time`], x, y, lines),
  };
}

const whatTime: Record<Demand['kind'], string> = {
  throughput: 'time of a million tasks',
  job: 'time of the job',
  arrivals: '95th percentile of the total time',
  programs: 'time of a program',
};

interface Unit {
  name: string;
  ms: number;
}

function unitFor(longestMs: number): Unit {
  if (longestMs >= 7_200_000) return { name: 'h', ms: 3_600_000 };
  if (longestMs >= 120_000) return { name: 'min', ms: 60_000 };
  return longestMs >= 2000 ? { name: 's', ms: 1000 } : { name: 'ms', ms: 1 };
}

type Fleets = { choice: PlanChoice; points: PlanDocument['tradeOffs'][number]['points'] };

function pointsOf({ choice, points }: Fleets, { ms }: Unit): ChartPoint[] {
  const { value, low, high } = choice.costPerHour;
  const range = { yMin: low, yMax: Math.min(high ?? TALLEST * value, TALLEST * value) };
  return points.map(({ instances, timeMs, costPerHour }) => ({
    x: timeMs / ms,
    at: Number((timeMs / ms).toPrecision(3)),
    y: costPerHour,
    ...(instances === choice.instances && range),
  }));
}

/** What was asked for, where it is a time. */
function limitLine(demand: Demand, costs: readonly number[], { ms }: Unit): ChartLine[] {
  const limitMs =
    demand.kind === 'arrivals' ? demand.p95Ms : 'deadlineMs' in demand ? demand.deadlineMs : undefined;
  if (limitMs === undefined) return [];
  const x = limitMs / ms;
  const ends = [Math.min(...costs), Math.max(...costs)];
  const points = ends.map((y) => ({ x, at: Number(x.toPrecision(3)), y }));
  return [guideLine('asked for', points, 'ideal')];
}

function valuesX(lines: readonly ChartLine[]): number[] {
  return lines.flatMap(({ data }) => data.map(({ x }) => x));
}

type Over = NonNullable<PlanDocument['latencyOverLoad']>;

/** Time from arrival to end over the load of the first choice, with the load at which it turns and what was asked for. */
export function latencyChart({
  latencyOverLoad,
  demand,
  choices,
  scenario,
}: PlanDocument): Chart | undefined {
  const [first] = choices;
  if (latencyOverLoad === null || demand.kind !== 'arrivals' || first === undefined) return undefined;
  const { points, knee: turning } = latencyOverLoad;
  const highest = Math.max(demand.p95Ms, ...points.map(({ p99Ms }) => p99Ms.value));
  const lines = [
    ...percentiles.map(({ label, field }, i) =>
      measuredLine(
        label,
        i,
        points.map((point) => pointAt(point, field)),
      ),
    ),
    guideLine('asked for', level([10, 100], demand.p95Ms), 'ceiling'),
    guideLine('turning load', upright(100 * turning, highest), 'ceiling', 1),
    guideLine('planned load', upright(100 * first.utilisation.value, highest), 'ideal'),
  ];
  const x = { title: 'load (% of what the instances carry)', values: [10, 100] };
  return {
    id: 'latency-load',
    title: 'Latency over load',
    caption: `${first.instances} × ${nameOf(first)}, simulated: beyond a load of ${formatPercent(turning)}, waiting grows faster than the load. Planned is ${formatPercent(first.utilisation.value)}; asked for, 95 % within ${formatTime(demand.p95Ms)}.`,
    config: lineChart([`${plain(scenario)}: latency over load`], x, 'time from arrival to end (ms)', lines),
  };
}

const percentiles = [
  { label: 'half of the tasks', field: 'p50Ms' },
  { label: '95 %', field: 'p95Ms' },
  { label: '99 %', field: 'p99Ms' },
] as const;

function pointAt(point: Over['points'][number], field: 'p50Ms' | 'p95Ms' | 'p99Ms'): ChartPoint {
  const load = 100 * point.load;
  const { value, low, high } = point[field];
  return { x: load, at: load, y: value, yMin: low, yMax: high };
}

function level(ends: readonly number[], y: number): ChartPoint[] {
  return ends.map((x) => ({ x, at: x, y }));
}

function upright(x: number, highest: number): ChartPoint[] {
  return [0, highest].map((y) => ({ x, at: x, y }));
}
