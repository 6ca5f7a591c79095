import { InvalidArgumentError, Option } from 'commander';
import { messageOf, unknownName } from '../errors.js';
import type { Instance } from '../market/catalog/index.js';
import type { ChunksizeSpec, CoresSpec } from '../scenario/index.js';

/** The plain flag that every command has. */
export const jsonOption = new Option('--json', 'print one JSON document on stdout, and nothing else there');

/** Of the commands that print a summary of a report. */
export const verboseOption = new Option('--verbose', 'print everything, not one screen');

/** Undefined options are left out: they must not hide a default. */
export function definedOnly<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const defined = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** `1,2,4` → its items. */
export function parseList(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes(''))
    throw new InvalidArgumentError('Write items with commas between them, such as a,b.');
  return items;
}

/** A list of names, each of which must be in `valid`. */
export function parseNames(kind: string, valid: readonly string[]): (text: string) => string[] {
  return (text) =>
    parseList(text).map((name) => {
      if (valid.includes(name)) return name;
      throw new InvalidArgumentError(messageOf(unknownName(kind, name, valid)));
    });
}

export function namesOf(list: readonly { name: string }[]): string[] {
  return list.map(({ name }) => name);
}

export function parseChunksizes(text: string): ChunksizeSpec[] {
  return parseList(text).map((item) => (item === 'auto' ? item : parseCount(item, 'such as 4, or auto')));
}

export function parseCores(text: string): CoresSpec[] {
  return parseList(text).map((item) => (item === 'all' ? item : parseCount(item, 'such as 2, or all')));
}

export function parseRounds(text: string): number {
  return parseCount(text, 'such as 10');
}

/** `8,16,64` */
export function parseCounts(text: string): number[] {
  return parseList(text).map((item) => parseCount(item, 'such as 8'));
}

export function parseCpuCount(text: string): number {
  return parseCount(text, 'such as 16');
}

/** CPUs' worth of time: `1.5`. */
export function parseQuota(text: string): number {
  const quota = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (quota > 0 && Number.isFinite(quota)) return quota;
  throw new InvalidArgumentError('Write a number above 0, such as 1.5.');
}

/** `2` → a whole number from 0 on. */
export function parseWholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('Write a whole number, 0 or more.');
}

function parseCount(text: string, example: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError(`Write a whole number of at least 1, ${example}.`);
}

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `150s`, `2m`, `500ms`, `1h` → milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const ms = match ? Number(match[1]) * unitMs[match[2] as keyof typeof unitMs] : 0;
  if (ms > 0) return ms;
  throw new InvalidArgumentError('Write a duration with its unit: 500ms, 150s, 2m or 1h.');
}

/** `5%` → 0.05. */
export function parsePercentage(text: string): number {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const fraction = match ? Number(match[1]) / 100 : 0;
  if (fraction > 0 && fraction < 1) return fraction;
  throw new InvalidArgumentError('Write a percentage between 0% and 100%, such as 5%.');
}

/** Collects `--param k=v`; which parameters there are, and of what type, only the scenario knows. */
export function parseParam(text: string, earlier: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim();
  if (at < 1 || name === '') throw new InvalidArgumentError('Write name=value, such as tasks=24.');
  if (Object.hasOwn(earlier, name)) throw new InvalidArgumentError(`"${name}" is given twice.`);
  return Object.fromEntries([...Object.entries(earlier), [name, text.slice(at + 1)]]);
}

/** What every command takes that knows prices. */
export const catalogOption = (): Option =>
  new Option('--catalog <file>', 'your own instances and prices, JSON or CSV');

const otherWords = new Map<string, Instance['architecture']>([
  ['x64', 'x86_64'],
  ['amd64', 'x86_64'],
  ['aarch64', 'arm64'],
]);

/** `x86_64` or `arm64`, also by the other words for them. */
export function parseArchitecture(text: string): Instance['architecture'] {
  const architecture = otherWords.get(text.toLowerCase()) ?? text;
  if (architecture === 'x86_64' || architecture === 'arm64') return architecture;
  throw new InvalidArgumentError('Write x86_64 or arm64.');
}
