import { rateUnitOf, secondsIn } from '../units.js';
import { meansWorkers } from '../worker-words.js';

/**
 * What a column can hold. A run is the number of a sample, a part is CPU time beside the time that passed, a spread
 * is a least, a largest or a deviation: no figure needs them.
 */
export type Role = 'workers' | 'throughput' | 'time' | 'low' | 'high' | 'name' | 'run' | 'part' | 'spread';

/** A header taken apart: `Mean wall time (ms)` is the mean of `wall time` in `ms`, and so is `mean_wall_time_ms`. */
export interface Header {
  text: string;
  words: string;
  unit: string | undefined;
  /** What it tells of several measurements; undefined where it is none, or the only one. */
  statistic: 'mean' | 'median' | 'spread' | undefined;
}

const statistics: readonly [NonNullable<Header['statistic']>, RegExp][] = [
  [
    'spread',
    /^(?:min|minimum|max|maximum|std|stdev|stddev|sd|sem|var|variance|iqr|range|p\d\d+|q\d|error|err|cv|rsd)$/,
  ],
  ['mean', /^(?:mean|avg|average)$/],
  ['median', /^(?:median|p50)$/],
];

const statisticOf = (word: string): Header['statistic'] =>
  [...statistics].reverse().find(([, pattern]) => pattern.test(word))?.[0];

/** Headers in the light of each other: `min` is minutes alone, and the least beside `max` or `mean`. */
export function headersOf(texts: readonly string[]): Header[] {
  const others = texts.map((text) => partsOf(text).words.filter((word) => word !== 'min'));
  return texts.map((text, i) => {
    const hasStatistics = others.some((words, j) => j !== i && words.some((word) => statisticOf(word)));
    return headerOf(text, hasStatistics);
  });
}

function partsOf(text: string): { words: string[]; bracketed: string | undefined } {
  const { bare, bracketed } = withoutBrackets(text.trim());
  return { words: bare.toLowerCase().split(/[\s_-]+/), bracketed };
}

/** What stands in the last brackets, where the text ends with them, and what before them. */
function withoutBrackets(text: string): { bare: string; bracketed: string | undefined } {
  const before = Math.max(text.lastIndexOf(')', text.length - 2), text.lastIndexOf(']', text.length - 2));
  const opened = text.slice(before + 1).search(/[([]/);
  const start = before + 1 + opened;
  const inside = text.slice(start + 1, -1).trim();
  if (!/[)\]]$/.test(text) || opened === -1 || inside === '') return { bare: text, bracketed: undefined };
  return { bare: text.slice(0, start).trimEnd(), bracketed: inside };
}

function headerOf(text: string, hasStatistics: boolean): Header {
  const { words, bracketed } = partsOf(text);
  const last = words.at(-1)!;
  const isLeast = last === 'min' && (hasStatistics || bracketed !== undefined);
  const isUnit =
    bracketed === undefined && !isLeast && words.at(-2) !== 'per' && secondsIn(last) !== undefined;
  const named = isUnit ? words.slice(0, -1) : words;
  return {
    text: text.trim(),
    words: named.filter((word) => statisticOf(word) === undefined).join(' '),
    unit: bracketed ?? (isUnit ? last : undefined),
    statistic: named.map(statisticOf).find((found) => found !== undefined),
  };
}

const patterns: readonly [Role, RegExp][] = [
  ['low', /^(?:low|lower|lo|ci low|ci lower)$/],
  ['high', /^(?:high|higher|upper|hi|ci high|ci upper)$/],
  ['name', /^(?:name|benchmark|curve|series|scenario|case|program|label)$/],
  ['run', /^(?:run|rep|repetition|repeat|iteration|sample|trial|round|seed|index|id|date|timestamp)$|^$/],
  ['part', /^(?:user|sys|system|kernel|cpu)(?: cpu)? time$/],
  ['throughput', /^(?:throughput|rate)$/],
  [
    'time',
    /^(?:(?:wall|real|elapsed|run|total)? ?(?:time|clock)|duration|elapsed|wall|real|walltime|runtime)$/,
  ],
];

/** What stands beside the time that passed, as shells and GNU time call it. */
const cpuTimes = /^(?:user|sys|system|kernel)$/;

const isTimeUnit = (unit: string | undefined): boolean => unit !== undefined && secondsIn(unit) !== undefined;

/** Undefined where a header could mean anything. A bare unit of time, `seconds`, is a time, and so is its mean. */
export function roleOf(header: Header, all: readonly Header[]): Role | undefined {
  const { words, unit, statistic } = header;
  if (isCpuTime(header, all)) return 'part';
  if (words !== '' && meansWorkers(words) && !isTimeUnit(unit)) return 'workers';
  if (statistic === 'spread') return 'spread';
  if (words === '' && unit !== undefined) return roleOfUnit(unit);
  if (words === '' && statistic !== undefined) return undefined;
  if (rateUnitOf(words) !== undefined) return 'throughput';
  return patterns.find(([, pattern]) => pattern.test(words))?.[0];
}

function roleOfUnit(unit: string): Role | undefined {
  if (isTimeUnit(unit)) return 'time';
  return rateUnitOf(unit) === undefined ? undefined : 'throughput';
}

/** `user` alone may be a number of users: what tells is a unit, or another time beside it. */
function isCpuTime({ text, words, unit }: Header, all: readonly Header[]): boolean {
  if (isTimeUnit(unit)) return cpuTimes.test(words) || words === 'cpu';
  const isTime = (other: Header) =>
    cpuTimes.test(other.words) || other.statistic !== undefined || /^(?:real|wall|elapsed)/.test(other.words);
  return cpuTimes.test(words) && all.some((other) => other.text !== text && isTime(other));
}
