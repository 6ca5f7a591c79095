import type { ComparedWork, ComparisonDocument, Entry } from '../../market/compare/index.js';
import { listed } from '../../stats/index.js';
import { type Chart, type ChartLine, lineChart } from '../charts/chart.js';
import { guideLine, measuredLine } from '../charts/style.js';
import { plain } from '../document/table.js';

const MOST_NAMED = 12;

type Priced = Entry & { costPerMillion: NonNullable<Entry['costPerMillion']> };

const isPriced = (entry: Entry): entry is Priced => entry.costPerMillion !== null;

/** Cost over time with the Pareto front, or undefined where fewer than two machines have a price in one currency. */
export function frontChart(
  work: ComparedWork,
  { groups }: ComparisonDocument,
  id: string,
): Chart | undefined {
  const priced = work.entries.filter(isPriced);
  const currencies = [...new Set(groups.flatMap(({ price }) => price?.currency ?? []))];
  if (priced.length < 2 || currencies.length > 1) return undefined;
  const unit = unitFor(priced);
  const front = priced.filter(({ onFront }) => onFront);
  const shown = [...front, ...priced.filter(({ onFront }) => !onFront)].slice(0, MOST_NAMED);
  const lines = shown.map((entry, index) => measuredLine(plain(entry.group), index, [pointOf(entry, unit)]));
  return {
    id: `${id}-front`,
    title: 'Cost and time',
    caption: `A million tasks: further left is sooner, lower is cheaper. Nothing is both sooner and cheaper than ${listed(front.map(({ group }) => group))}.`,
    config: lineChart(
      [`${plain(work.title)}: cost and time`],
      `time of a million tasks (${unit.name})`,
      `cost of a million tasks (${currencies[0]})`,
      [...lines, ...frontLine(front, unit)],
    ),
  };
}

interface Unit {
  name: string;
  seconds: number;
}

function unitFor(entries: readonly Priced[]): Unit {
  const longest = Math.max(...entries.map(({ secondsPerMillion }) => secondsPerMillion.high));
  if (longest >= 7200) return { name: 'h', seconds: 3600 };
  return longest >= 120 ? { name: 'min', seconds: 60 } : { name: 's', seconds: 1 };
}

function pointOf({ secondsPerMillion: time, costPerMillion: cost }: Priced, { seconds }: Unit) {
  const x = time.value / seconds;
  return { x, at: Number(x.toPrecision(3)), y: cost.value, yMin: cost.low, yMax: cost.high };
}

function frontLine(front: readonly Priced[], unit: Unit): ChartLine[] {
  if (front.length < 2) return [];
  const points = front.map((entry) => pointOf(entry, unit)).sort((a, b) => a.x - b.x);
  const plainPoints = points.map(({ x, at, y }) => ({ x, at, y }));
  return [{ ...guideLine('front', plainPoints, 'ideal'), stepped: 'after' }];
}
