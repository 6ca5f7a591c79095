import { meansWorkers } from './worker-words.js';

/** What a column can hold. A run is the number of a sample, which no figure needs. */
export type Role = 'workers' | 'throughput' | 'time' | 'low' | 'high' | 'name' | 'run';

/** A header taken apart: `Wall time (ms)` is `wall time` in `ms`, and so is `wall_time_ms`. */
export interface Header {
  text: string;
  words: string;
  unit: string | undefined;
}

const units: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 };

const spelledOut: Record<string, string> = {
  nanoseconds: 'ns',
  microseconds: 'us',
  milliseconds: 'ms',
  msec: 'ms',
  seconds: 's',
  secs: 's',
  sec: 's',
  minutes: 'min',
  hours: 'h',
};

/** Seconds in a unit of time; undefined for anything else. */
export function secondsIn(unit: string): number | undefined {
  return units[spelledOut[unit] ?? unit];
}

export function headerOf(header: string): Header {
  const text = header.trim();
  const [, bare = '', bracketed] = /^(.*?)\s*(?:[([]\s*([^)\]]+?)\s*[)\]])?$/s.exec(text)!;
  const parts = bare.toLowerCase().split(/[\s_-]+/);
  const last = parts.at(-1)!;
  const isUnit = bracketed === undefined && secondsIn(last) !== undefined;
  const words = isUnit ? parts.slice(0, -1) : parts;
  return { text, words: words.join(' '), unit: bracketed ?? (isUnit ? last : undefined) };
}

const patterns: readonly [Role, RegExp][] = [
  ['low', /^(?:low|lower|lo|ci low|ci lower)$/],
  ['high', /^(?:high|higher|upper|hi|ci high|ci upper)$/],
  ['name', /^(?:name|benchmark|curve|series|scenario|case|program|label)$/],
  ['run', /^(?:run|rep|repetition|repeat|iteration|sample|trial|round|seed|index|id|date|timestamp)$/],
  ['throughput', /^(?:throughput|rate|tps|qps|rps|iops|\w+ per \w+|\w+\/(?:s|sec|second|min|h|hour))$/],
  [
    'time',
    /^(?:(?:wall|real|elapsed|run|total|mean|median)? ?(?:time|clock)|duration|elapsed|wall|real|walltime|runtime)$/,
  ],
];

/** Undefined where a header could mean anything. A bare unit of time, `seconds`, is a time. */
export function roleOf({ words, unit }: Header): Role | undefined {
  if (meansWorkers(words)) return 'workers';
  if (words === '' && unit !== undefined) return 'time';
  return patterns.find(([, pattern]) => pattern.test(words))?.[0];
}
