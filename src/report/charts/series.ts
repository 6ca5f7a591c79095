import { nameCores } from '../../analysis/index.js';
import { SERIAL } from '../../cases/index.js';
import { formatCount } from '../../stats/index.js';
import type { ReportCase } from '../schema.js';

/** Cases that differ only in their workers: a line over workers. */
export interface Series {
  engine: string;
  dispatch: string;
  /** As asked for, since what `auto` comes to changes with the workers. */
  chunksize: number | 'auto';
  cores: number;
  /** Ascending by workers, one a count. */
  cases: ReportCase[];
}

/** A cold start is a point of another kind: a line through both would mix them. */
const isPool = (c: ReportCase): boolean => c.engine !== SERIAL && c.status === 'ok' && !c.cold;

/** What a case was asked for as; references that nobody asked for stand under the chunksize they have. */
const askedOf = (c: ReportCase): (number | 'auto')[] =>
  c.chunksizeAsked.length > 0 ? c.chunksizeAsked : [c.chunksize];

const byWorkers = (cases: ReportCase[]): ReportCase[] => [...cases].sort((a, b) => a.workers - b.workers);

/** Every case of `a` is in `b` too, so `a` would be drawn twice. */
const isWithin = (a: Series, b: Series): boolean =>
  a !== b && a.cases.length <= b.cases.length && a.cases.every((c) => b.cases.includes(c));

function withoutRepeats(all: Series[]): Series[] {
  return all.filter(
    (a, i) => !all.some((b, j) => isWithin(a, b) && (a.cases.length < b.cases.length || j < i)),
  );
}

/** The lines over workers that the cases of one section make, in the section's order. */
export function seriesOf(cases: readonly ReportCase[]): Series[] {
  const found = new Map<string, Series>();
  for (const c of cases.filter(isPool)) {
    for (const chunksize of askedOf(c)) {
      const { engine, dispatch, cores } = c;
      const key = JSON.stringify([engine, dispatch, chunksize, cores, c.cpus]);
      const series = found.get(key) ?? { engine, dispatch, chunksize, cores, cases: [] };
      found.set(key, { ...series, cases: byWorkers([...series.cases, c]) });
    }
  }
  return withoutRepeats([...found.values()]);
}

const partsOf = ({ engine, dispatch, chunksize, cores }: Series): string[] => [
  engine,
  dispatch,
  typeof chunksize === 'number' ? `chunksize ${formatCount(chunksize)}` : 'chunksize auto',
  nameCores(cores),
];

/** Names each line by what tells it from the others; the engine always, the cores where they are not all there are. */
export function labelsOf(all: readonly Series[]): string[] {
  const parts = all.map(partsOf);
  const most = Math.max(...all.map(({ cores }) => cores));
  const isNeeded = (series: Series, index: number) =>
    index === 0 || (index === 3 ? series.cores < most : new Set(parts.map((part) => part[index])).size > 1);
  return all.map((series, line) => parts[line]!.filter((_, index) => isNeeded(series, index)).join(', '));
}

/** What all lines have in common, for a chart's second title line. */
export function sharedBy(all: readonly Series[]): string {
  const parts = all.map(partsOf);
  const [first = []] = parts;
  return first.filter((text, index) => index > 0 && parts.every((part) => part[index] === text)).join(', ');
}
