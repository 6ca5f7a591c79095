import {
  counted,
  EQUIVALENCE_MARGIN,
  formatPercent,
  formatRate,
  formatRatioInterval,
  type Interval,
} from '../../stats/index.js';
import type { JoinedWork } from './joined-work.js';
import type { Entry, SettingComparison } from './schema.js';

/** `120 tasks a second (115–125)`. */
export function nameThroughput(
  { throughput }: Pick<Entry, 'throughput'>,
  { openEnded }: Pick<JoinedWork, 'openEnded'>,
): string {
  const unit = openEnded ? 'turns' : 'tasks';
  return `${formatRate(throughput.value)} ${unit} a second (${formatRate(throughput.low)}–${formatRate(throughput.high)})`;
}

/** `9.1 % slower (6.2 to 12 %)` of a ratio of 0.909; `5 % faster (2 to 8 %)` of 1.05. */
export function nameChange({ value, low, high }: Interval): string {
  const sign = value < 1 ? -1 : 1;
  const ends = [sign * (low - 1), sign * (high - 1)].sort((a, b) => a - b) as [number, number];
  const range = `${formatPercent(ends[0]).replace(' %', '')} to ${formatPercent(ends[1])}`;
  return `${formatPercent(sign * (value - 1))} ${value < 1 ? 'slower' : 'faster'} (${range})`;
}

/** `a is faster than b, 1.32× (1.20–1.45)`; what it takes to tell where it cannot be told. */
export function nameComparison({ of, to, verdict, ratio, moreRecords }: SettingComparison): string {
  const figure = formatRatioInterval(ratio);
  if (verdict === 'same') return `${of} and ${to} are the same within ${formatPercent(EQUIVALENCE_MARGIN)}`;
  if (verdict === 'cannot tell yet')
    return `${of} and ${to} cannot be told apart yet, ${figure}${nameMore(moreRecords)}`;
  return `${of} is ${verdict} than ${to}, ${figure}`;
}

/** `; about 3 more records of each would tell`. */
export function nameMore(moreRecords: number | undefined): string {
  return moreRecords === undefined ? '' : `; about ${counted(moreRecords, 'more record')} of each would tell`;
}
