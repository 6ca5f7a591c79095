/** Values that fall into two groups with nothing between them. */
export interface TwoClusters {
  /** Geometric means of the groups. */
  low: number;
  high: number;
  /** How many values are in the lower group and in both. */
  lower: number;
  all: number;
}

/** Fewer are told apart by luck. */
const LEAST_VALUES = 5;
/** A group has this share of the values at least, and two of them: fewer are outliers. */
const LEAST_SHARE = 0.1;
/** Groups nearer to each other than this ratio change no conclusion. */
const LEAST_RATIO = 1.1;
/** The empty stretch between the groups, in standard deviations of the wider one. */
const LEAST_GAP = 3;
/**
 * Standard deviations beyond what a single normal distribution gives. Of five or six values the tail is longer than the
 * approximation has it: in simulation four of a thousand such samples pass, of ten values fewer than one.
 */
const SURE = 5;

/**
 * Two groups in positive values, on their logarithms. Of all ways to cut the values in two, the one with the largest
 * ratio of the sum of squares between the groups to that within is tested against a single normal distribution
 * (Engelman and Hartigan, Percentage points of a test for clusters, JASA 64, 1969). Under that, ln(1 + ratio) is nearly
 * normal with mean −ln(1 − 2/π) + 2.4/(n − 2) and variance 1/(n − 2) (Hartigan, Clustering Algorithms, 1975, chapter 4).
 * A long tail of single values passes that test too, so there must be a gap between the groups. Undefined below
 * five values.
 */
export function twoClusters(values: readonly number[]): TwoClusters | undefined {
  if (values.length < LEAST_VALUES) return undefined;
  const logs = values.map(Math.log).sort((a, b) => a - b);
  const cut = cutAt(logs, likeliestCut(logs));
  if (!areApart(cut) || !isUnlikely(cut, logs.length)) return undefined;
  const { below, above } = cut;
  return {
    low: Math.exp(below.mean),
    high: Math.exp(above.mean),
    lower: below.count,
    all: logs.length,
  };
}

/** How many of the ascending values are in the lower group where the most of the squares lies between the groups. */
function likeliestCut(logs: readonly number[]): number {
  const least = Math.max(2, Math.ceil(LEAST_SHARE * logs.length));
  const centre = groupOf(logs).mean;
  let [best, most, sum] = [least, -1, 0];
  for (let cut = 1; cut <= logs.length - least; cut++) {
    sum += logs[cut - 1]! - centre;
    // Sum of squares between the groups, since their sums are `sum` and −`sum`.
    const between = (sum * sum) / cut + (sum * sum) / (logs.length - cut);
    if (cut >= least && between > most) [best, most] = [cut, between];
  }
  return best;
}

interface Group {
  count: number;
  mean: number;
  /** Sum of squares around the mean. */
  squares: number;
}

interface Cut {
  below: Group;
  above: Group;
  within: number;
  between: number;
  gap: number;
}

function cutAt(logs: readonly number[], cut: number): Cut {
  const [below, above] = [groupOf(logs.slice(0, cut)), groupOf(logs.slice(cut))];
  const share = (below.count * above.count) / logs.length;
  return {
    below,
    above,
    within: below.squares + above.squares,
    between: share * (above.mean - below.mean) ** 2,
    gap: logs[cut]! - logs[cut - 1]!,
  };
}

function groupOf(logs: readonly number[]): Group {
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return { count: logs.length, mean, squares };
}

function areApart({ below, above, gap }: Cut): boolean {
  const deviation = ({ count, squares }: Group) => Math.sqrt(squares / (count - 1));
  return (
    above.mean - below.mean > Math.log(LEAST_RATIO) &&
    gap > LEAST_GAP * Math.max(deviation(below), deviation(above))
  );
}

function isUnlikely({ between, within }: Cut, count: number): boolean {
  const expected = -Math.log(1 - 2 / Math.PI) + 2.4 / (count - 2);
  return (Math.log1p(between / within) - expected) * Math.sqrt(count - 2) > SURE;
}
