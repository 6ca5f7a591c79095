const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Where a unit ends, what it is in ms, what it is rounded up to, in words and on the command line. */
const UNITS = [
  [10 * SECOND, SECOND, 1, 's', 's'],
  [90 * SECOND, SECOND, 10, 's', 's'],
  [2 * HOUR, MINUTE, 1, 'min', 'm'],
  [Number.POSITIVE_INFINITY, HOUR, 0.5, 'h', 'h'],
] as const;

/** A time as an estimate is told, rounded up: `40 s`, `4 min`, `2.5 h`. */
export function aboutTime(ms: number): string {
  const { amount, name } = roundedUp(ms);
  return `${amount} ${name}`;
}

/** The same as a duration on the command line: `40s`, `4m`, `2.5h`. */
export function durationOption(ms: number): string {
  const { amount, option } = roundedUp(ms);
  return `${amount}${option}`;
}

function roundedUp(ms: number) {
  const [, unit, step, name, option] = UNITS.find(([end]) => ms <= end)!;
  return { amount: Math.max(step, Math.ceil(ms / unit / step) * step), name, option };
}
