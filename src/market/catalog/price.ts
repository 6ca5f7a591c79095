import { counted } from '../../stats/index.js';
import type { Instance } from './instance.js';

export const pricePerVcpu = ({ pricePerHour, vcpus }: Instance): number => pricePerHour / vcpus;

/** Null where nobody says how many physical cores it has. */
export function pricePerCore({ pricePerHour, physicalCores }: Instance): number | null {
  return physicalCores === null ? null : pricePerHour / physicalCores;
}

/** `$0.3570`, `0.3570 EUR`: four decimals, since a vCPU costs a few hundredths. */
export function formatPrice(price: number, currency: string): string {
  return currency === 'USD' ? `$${price.toFixed(4)}` : `${price.toFixed(4)} ${currency}`;
}

/** A reason to doubt prices, in the words of a finding. */
export interface PriceDoubt {
  severity: 'info' | 'warning';
  message: string;
  advice: string;
}

/** From here on prices are worth a look; list prices change a few times a year. A convention, not a measurement. */
const OLD_AFTER_DAYS = 90;
/** From here on they are not to be relied on. */
const STALE_AFTER_DAYS = 365;

const DAY_MS = 86_400_000;

/**
 * What to say of the age of prices on a day; undefined while all are younger than 90 days. A warning from a year on.
 * `today` is a day (`YYYY-MM-DD`) or a moment: nothing here reads a clock.
 */
export function priceAge(
  instances: readonly Pick<Instance, 'provider' | 'region' | 'asOf'>[],
  today: string | Date,
): PriceDoubt | undefined {
  const dated = instances.map((each) => ({ ...each, days: daysBetween(each.asOf, today) }));
  const old = dated.filter(({ days }) => days >= OLD_AFTER_DAYS);
  if (old.length === 0) return undefined;
  const days = Math.max(...old.map((each) => each.days));
  return {
    severity: days >= STALE_AFTER_DAYS ? 'warning' : 'info',
    message: `Prices are up to ${counted(days, 'day')} old: ${placesOf(old).join(', ')}.`,
    advice: 'Import new ones with corewise catalog import, and give them with --catalog.',
  };
}

/** `aws us-east-1 of 2026-07-20`, each once. */
function placesOf(instances: readonly Pick<Instance, 'provider' | 'region' | 'asOf'>[]): string[] {
  const places = instances.map(({ provider, region, asOf }) =>
    [provider, region, 'of', asOf].filter((part) => part !== '').join(' '),
  );
  return [...new Set(places)].sort();
}

/** Whole days from one day to another, at least 0. */
function daysBetween(from: string, to: string | Date): number {
  const end = typeof to === 'string' ? Date.parse(to) : to.getTime();
  return Math.max(0, Math.floor((end - Date.parse(from)) / DAY_MS));
}
