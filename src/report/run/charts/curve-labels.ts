import { type Curve, nameCores, nameQuota } from '../../../insight/analysis/index.js';
import { formatCount } from '../../../stats/index.js';
import type { ReportCase } from '../report/case-schema.js';

export type Line = Curve<ReportCase>;

/** Engine, dispatch, chunksize and cores of a curve, each named; empty where it has none. */
export const curveParts = ({
  engine,
  dispatch,
  chunksize,
  cores,
  quota,
}: Pick<Line, 'engine' | 'dispatch' | 'chunksize' | 'cores' | 'quota'>): string[] => [
  engine,
  isOfPrograms({ engine, dispatch }) ? '' : dispatch,
  isOfPrograms({ engine, dispatch })
    ? ''
    : typeof chunksize === 'number'
      ? `chunksize ${formatCount(chunksize)}`
      : 'chunksize auto',
  quota === undefined ? nameCores(cores) : `within ${nameQuota(quota)}`,
];

/** Whole programs have neither dispatch nor chunks. */
function isOfPrograms({ engine, dispatch }: Pick<Line, 'engine' | 'dispatch'>): boolean {
  return dispatch === 'apply' && ['self-parallel', 'commands'].includes(engine);
}

/** Names each line by what tells it from the others; the engine always, the cores where they are not all there are. */
export function labelsOf(all: readonly Line[]): string[] {
  const parts = all.map(curveParts);
  const most = Math.max(...all.map(({ cores }) => cores));
  const isNeeded = (line: Line, index: number) =>
    index === 0 ||
    (index === 3
      ? line.cores < most || line.quota !== undefined
      : new Set(parts.map((part) => part[index])).size > 1);
  return all.map((line, place) =>
    parts[place]!.filter((text, index) => text !== '' && isNeeded(line, index)).join(', '),
  );
}

/** What all lines have in common, for a chart's second title line. */
export function sharedBy(all: readonly Line[]): string {
  const parts = all.map(curveParts);
  const [first = []] = parts;
  return first
    .filter((text, index) => index > 0 && text !== '' && parts.every((part) => part[index] === text))
    .join(', ');
}
