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
