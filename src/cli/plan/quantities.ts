import { InvalidArgumentError } from 'commander';

const scales = { '': 1, k: 1e3, M: 1e6, G: 1e9 } as const;
const secondsIn = { s: 1, min: 60, h: 3600 } as const;
const hoursIn = { h: 1, month: 730 } as const;
const mebibytesIn = { MiB: 1, GiB: 1024 } as const;

/** `40`, `1,000`, `1.5k`, `10M` → a whole number of at least 1. */
export function parseQuantity(text: string): number {
  const count = scaled(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('Write a whole number of at least 1, such as 40, 1,000 or 10M.');
}

/** `5000/s`, `1.5k/min`, `20/h` → per second. */
export function parseRate(text: string): number {
  const [amount, seconds] = perUnit(text, secondsIn);
  if (amount > 0) return amount / seconds;
  throw new InvalidArgumentError('Write a rate with its time: 5000/s, 300/min or 20/h.');
}

/** `2/h`, `1500/month` (of 730 hours) → per hour. */
export function parseCost(text: string): number {
  const [amount, hours] = perUnit(text, hoursIn);
  if (amount > 0) return amount / hours;
  throw new InvalidArgumentError('Write a cost with its time, in the catalog’s currency: 2/h or 1500/month.');
}

/** `300MiB`, `1.5GiB` → MiB. */
export function parseMemory(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(MiB|GiB)$/.exec(text);
  const size = match ? Number(match[1]) * mebibytesIn[match[2] as keyof typeof mebibytesIn] : 0;
  if (size > 0) return size;
  throw new InvalidArgumentError('Write a size with its unit: 300MiB or 1.5GiB.');
}

/** `0%`, `20%` → 0, 0.2. */
export function parseShare(text: string): number {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const share = match ? Number(match[1]) / 100 : Number.NaN;
  if (share < 1) return share;
  throw new InvalidArgumentError('Write a percentage of at least 0% and below 100%, such as 20%.');
}

/** `50%`, `95%` → 0.5, 0.95. */
export function parseCertainty(text: string): number {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const share = match ? Number(match[1]) / 100 : Number.NaN;
  if (share >= 0.5 && share < 1) return share;
  throw new InvalidArgumentError('Write a percentage of at least 50% and below 100%, such as 95%.');
}

/** `spot=0.35`: a name, and a factor of the list price. */
export function parsePrice(text: string): { name: string; factor: number } {
  const match = /^([\w-]+)=(\d+(?:\.\d+)?)$/.exec(text);
  const factor = Number(match?.[2] ?? 0);
  if (match && factor > 0) return { name: match[1]!, factor };
  throw new InvalidArgumentError('Write a name and its share of the list price, such as spot=0.35.');
}

/** The number, and how many of the base unit the unit behind the slash is; [0, 1] where it is not like that. */
function perUnit<U extends string>(text: string, units: Readonly<Record<U, number>>): [number, number] {
  const [amount = '', unit = '', ...rest] = text.split('/');
  return rest.length === 0 && Object.hasOwn(units, unit) ? [scaled(amount), units[unit as U]] : [0, 1];
}

/** NaN for what is no number. */
function scaled(text: string): number {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)([kMG]?)$/.exec(text);
  if (!match) return Number.NaN;
  return Number(
    (Number(match[1]!.replaceAll(',', '')) * scales[match[2] as keyof typeof scales]).toPrecision(15),
  );
}
