/** Seconds in each unit, by every way to write it. */
const seconds: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1e-9, 'ns nsec nsecs nanosecond nanoseconds'],
      [1e-6, 'us µs μs usec usecs microsecond microseconds'],
      [1e-3, 'ms msec msecs millisecond milliseconds'],
      [1, 's sec secs second seconds'],
      [60, 'min mins minute minutes'],
      [3600, 'h hr hrs hour hours'],
      [86_400, 'd day days'],
    ] as const
  ).flatMap(([length, names]) => names.split(' ').map((name) => [name, length])),
);

/** Seconds in a unit of time, in any case and spelling; undefined for anything else. */
export function secondsIn(unit: string): number | undefined {
  const name = unit.toLowerCase();
  return Object.hasOwn(seconds, name) ? seconds[name] : undefined;
}

/** A unit of throughput as a multiple of a plain one: `Mops/s` is 1e6 `ops/s`, `MB/min` is 1e6 / 60 `B/s`. */
interface RateUnit {
  scale: number;
  plain: string;
}

/** What is counted, with or without a prefix; only bytes and bits differ by case. */
const countable = new Set(
  (
    'B b bit bits byte bytes op ops operations req reqs request requests event events item items row rows tx ' +
    'transaction transactions msg msgs message messages query queries iter iters iteration iterations task tasks ' +
    'flop flops run runs call calls pixel pixels px line lines record records lookup lookups sample samples ' +
    'point points file files image images frame frames key keys read reads write writes page pages'
  ).split(' '),
);

const prefixes: Readonly<Record<string, number>> = {
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** What a number is multiplied with by a letter behind it, `1.2k`; undefined where it is no such letter. */
export function multiplierOf(letter: string): number | undefined {
  return /^[kKMGT]$/.test(letter) ? prefixes[letter] : undefined;
}

/** Those that have their second inside: transactions, queries, requests, operations, frames, floating point. */
const perSecond = /^(?:[tqrfp]ps|iops|flops|bps)$/;

/** A unit of throughput, `events/s`, `req per min`, `kqps`; undefined for anything else. */
export function rateUnitOf(unit: string): RateUnit | undefined {
  const [, counted = '', time = ''] = /^(.*?)\s*(?:\/|\bper\b)\s*(\p{L}+)$/u.exec(unit) ?? [];
  const length = secondsIn(time);
  if (length !== undefined) {
    const { scale, noun } = unprefixed(
      counted,
      (rest) => countable.has(rest) || countable.has(rest.toLowerCase()),
    );
    return { scale: scale / length, plain: `${noun}/s` };
  }
  const { scale, noun } = unprefixed(unit, (rest) => perSecond.test(rest.toLowerCase()));
  return perSecond.test(noun.toLowerCase()) ? { scale, plain: noun.toLowerCase() } : undefined;
}

/** A prefix is one only before what can be counted: `Mops` is a million, `Moves` is not. */
function unprefixed(text: string, isKnown: (noun: string) => boolean): { scale: number; noun: string } {
  const [, prefix = '', rest = ''] = /^([kKMGT]i?)\s?(.+)$/.exec(text) ?? [];
  const isPrefixed = Object.hasOwn(prefixes, prefix) && !isKnown(text) && isKnown(rest);
  return isPrefixed ? { scale: prefixes[prefix]!, noun: rest } : { scale: 1, noun: text };
}
