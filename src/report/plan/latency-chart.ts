import { formatPercent } from '../../stats/index.js';
import { lineChart } from '../charts/chart.js';
import type { Chart, ChartPoint } from '../charts/index.js';
import { measuredLine, referenceLine } from '../charts/style.js';
import { plain } from '../plain.js';
import type { PlanDocument } from './schema.js';
import { formatTime, nameOf } from './words.js';

type Over = NonNullable<PlanDocument['latencyOverLoad']>;

/** Time from arrival to end over the load of the first choice, with the knee and what was asked for. */
export function latencyChart({
  latencyOverLoad,
  demand,
  choices,
  scenario,
}: PlanDocument): Chart | undefined {
  const [first] = choices;
  if (latencyOverLoad === null || demand.kind !== 'arrivals' || first === undefined) return undefined;
  const { points, knee } = latencyOverLoad;
  const highest = Math.max(demand.p95Ms, ...points.map(({ p99Ms }) => p99Ms.value));
  const lines = [
    ...percentiles.map(({ label, field }, i) =>
      measuredLine(
        label,
        i,
        points.map((point) => pointAt(point, field)),
      ),
    ),
    referenceLine('asked for', level([10, 100], demand.p95Ms), 'ceiling'),
    referenceLine('knee', upright(100 * knee, highest), 'ceiling', 1),
    referenceLine('planned load', upright(100 * first.utilisation.value, highest), 'ideal'),
  ];
  const x = { title: 'load (% of what the instances carry)', values: [10, 100] };
  return {
    id: 'latency-load',
    title: 'Latency over load',
    caption: `${first.instances} × ${nameOf(first)}, simulated: from the knee at ${formatPercent(knee)} on, waiting grows faster than the load. Planned is ${formatPercent(first.utilisation.value)}; asked for, 95 % within ${formatTime(demand.p95Ms)}.`,
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
