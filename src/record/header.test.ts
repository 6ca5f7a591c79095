import { describe, expect, it } from 'vitest';
import { sampleHeader } from '../testing/sample-record.js';
import { isVirtualIn, isVirtualRun } from './header.js';

const cases = (engine: string) => sampleHeader.plan.cases.map((one) => ({ ...one, engine }));

describe('whether times are what cost functions say', () => {
  it('stands in the record, whatever is installed', () => {
    const engines = { rented: 'virtual', fake: 'workers' } as const;
    expect(isVirtualIn({ engines }, 'rented')).toBe(true);
    expect(isVirtualIn({ engines }, 'fake')).toBe(false);
  });

  it.each([
    ['fake', true],
    ['threads', false],
    ['serial', false],
    ['unheard-of', false],
  ])('is known of the engines of older records: %s, %s', (engine, isVirtual) => {
    expect(isVirtualIn({}, engine)).toBe(isVirtual);
    expect(isVirtualRun({ plan: { cases: cases(engine) } })).toBe(isVirtual);
  });
});
