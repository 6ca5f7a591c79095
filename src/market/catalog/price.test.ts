import { describe, expect, it } from 'vitest';
import { priceAge } from './price.js';

const instance = (asOf: string, provider = 'aws', region = 'us-east-1') => ({ provider, region, asOf });

describe('the age of prices', () => {
  it.each([
    ['2026-07-20', undefined],
    ['2026-10-17', undefined],
    ['2026-10-18', 'info'],
    ['2027-07-19', 'info'],
    ['2027-07-20', 'warning'],
    ['2025-01-01', undefined],
  ])('prices of 2026-07-20, seen on %s: %s', (today, severity) => {
    expect(priceAge([instance('2026-07-20')], today)?.severity).toBe(severity);
  });

  it('names each place and date once, and how old the oldest is', () => {
    const old = [instance('2026-07-20'), instance('2026-07-20'), instance('2026-06-18', 'azure', 'eastus')];
    expect(priceAge([...old, instance('2026-11-20', 'gcp', 'us-central1')], '2026-11-20')?.message).toBe(
      'Prices are up to 155 days old: aws us-east-1 of 2026-07-20, azure eastus of 2026-06-18.',
    );
  });

  it('takes a moment as well as a day', () => {
    expect(priceAge([instance('2026-07-20')], new Date('2026-10-18T23:00:00Z'))?.message).toContain(
      '90 days',
    );
  });

  it('has nothing to say of nothing', () => {
    expect(priceAge([], '2026-11-20')).toBeUndefined();
  });
});
