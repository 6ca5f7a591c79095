import type { Interval } from './interval.js';

/** `1.93×` */
export function formatRatio(value: number): string {
  return `${value.toFixed(2)}×`;
}

/** `1.88–1.97` */
export function formatInterval({ low, high }: Interval): string {
  return `${low.toFixed(2)}–${high.toFixed(2)}`;
}

/** `1.93× (1.88–1.97)` */
export function formatRatioInterval(interval: Interval): string {
  return `${formatRatio(interval.value)} (${formatInterval(interval)})`;
}

/** Three significant digits in the unit that suits: `144 ms`, `1.93 s`, `8.50 µs`. */
export function formatMs(ms: number): string {
  if (ms === 0) return '0 ms';
  const rounded = Number(ms.toPrecision(3));
  if (Math.abs(rounded) >= 1000) return `${significant(ms / 1000)} s`;
  return Math.abs(rounded) >= 1 ? `${significant(ms)} ms` : `${significant(ms * 1000)} µs`;
}

/** `197 ms (190 ms–204 ms)` */
export function formatMsInterval({ value, low, high }: Interval): string {
  return `${formatMs(value)} (${formatMs(low)}–${formatMs(high)})`;
}

/** A whole number with thousands set apart, `12,000`; from a million on three significant digits, `1.23 million`. */
export function formatCount(value: number): string {
  const scales = [
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const;
  const scale = scales.find(([size]) => Math.abs(value) >= size);
  return scale ? `${significant(value / scale[0])} ${scale[1]}` : grouped(Math.round(value));
}

/** A rate in units per second: three significant digits below a thousand, then as `formatCount`. */
export function formatRate(perSecond: number): string {
  return Math.abs(perSecond) < 1000 ? significant(perSecond) : formatCount(perSecond);
}

/** `5 %` of 0.05; one decimal below ten per cent where it says something, `2.5 %`. */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  const digits = Math.abs(percent) < 9.95 ? 1 : 0;
  return `${written(String(Number(percent.toFixed(digits))))} %`;
}

/** `+3 %`, `−2.5 %`, `0 %`: a change, with the sign that is as wide as the plus. */
export function formatChange(fraction: number): string {
  const size = formatPercent(Math.abs(fraction));
  return size === formatPercent(0) ? size : `${fraction < 0 ? MINUS : '+'}${size}`;
}

/** `60 % (55–65 %)`; `5 % (−2 to 12 %)` where an end is below 0. */
export function formatPercentInterval({ value, low, high }: Interval): string {
  const to = low < 0 ? ' to ' : '–';
  return `${formatPercent(value)} (${formatPercent(low).slice(0, -2)}${to}${formatPercent(high)})`;
}

/** CPUs' worth of a machine: `2`, `1.5`. */
export function formatCores(cores: number): string {
  return String(Number(cores.toFixed(2)));
}

/** Three significant digits in the unit that suits: `112 MiB`, `2.50 MiB`, `14.0 GiB`. */
export function formatMemory(mib: number): string {
  return Number(mib.toPrecision(3)) >= 1000 ? `${significant(mib / 1024)} GiB` : `${significant(mib)} MiB`;
}

const WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Small whole numbers as words, up to twelve: `three`, `20`. */
export function inWords(count: number): string {
  return WORDS[count] ?? formatCount(count);
}

/** `1 thread`, `2 threads`, `2 processes`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  return noun.endsWith('s') ? `${noun}es` : `${noun}s`;
}

/** `a`, `a and b`, `a, b and c`; with commas inside, and no quotes around, `a, x; b, y; and c, z`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  if (items.length > 2 && items.some((item) => /^[^"]*, /.test(item)))
    return `${items.slice(0, -1).join('; ')}; and ${items.at(-1)}`;
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function significant(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const digits = rounded === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return Math.abs(rounded) >= 1000 ? grouped(rounded) : written(rounded.toFixed(Math.min(digits, 20)));
}

/** `12,345`. Node's own way loads its languages first, which takes 20 ms. */
function grouped(value: number): string {
  const plain = Number.isSafeInteger(value) ? String(value) : undefined;
  return written(plain?.replace(/\B(?=(\d{3})+$)/g, ',') ?? value.toLocaleString('en-US'));
}

/** As wide as a plus, and no hyphen at which a line may break. */
const MINUS = '−';

function written(number: string): string {
  return number.replace(/^-/, MINUS);
}
