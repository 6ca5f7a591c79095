import { describe, expect, it } from 'vitest';
import type { SerialPass } from '../runner/index.js';
import { caseLimitMs } from './case-limit.js';
import type { SerialPasses } from './serial/serial-passes.js';
import type { Untaken } from './serial/take-serial-pass.js';

const of = { scenario: 's', params: {}, workers: 2, cores: 2, dispatch: 'map', chunksize: 1 };
const taken = (serial: SerialPass | Untaken): Pick<SerialPasses, 'of'> => ({ of: () => serial });
const serial: SerialPass = { tasks: 12, taskMs: [], passMs: 100, visitMs: 900 };
const limit = (more: Partial<typeof of & { quota: number }> = {}, by: SerialPass | Untaken = serial) =>
  caseLimitMs({ ...of, ...more }, taken(by), { observationMs: 500 });

describe('how long a visit may take', () => {
  it('is five steps of a minute, and 100 times what serial took, with 1 ms per task', () => {
    expect(limit()).toBe(5 * 60_000 + 100 * (900 + 500) + 12);
    expect(limit({}, { ...serial, tasks: 10_000_000 })).toBe(5 * 60_000 + 140_000 + 10_000_000);
  });

  it.each([
    ['more workers than cores', { workers: 64 }, 32],
    ['a quota below one CPU', { quota: 0.25 }, 8],
    ['a quota beyond the cores', { quota: 4 }, 1],
    ['one worker on many cores', { workers: 1, cores: 16 }, 1],
  ])('is more with %s', (_, more, times) => {
    expect(limit(more)).toBe(5 * 60_000 + 140_012 * times);
  });

  it('grows with --load-timeout', () => {
    const options = { observationMs: 500, loadTimeoutMs: 600_000 };
    expect(caseLimitMs(of, taken(serial), options)).toBe(5 * 600_000 + 140_012);
  });

  it('is what was asked for', () => {
    const options = { observationMs: 500, caseTimeoutMs: 7_000 };
    expect(caseLimitMs(of, taken(serial), options)).toBe(7_000);
    expect(caseLimitMs(of, taken({ failure: 'serial failed' }), options)).toBe(7_000);
  });

  it('is not known without serial', () => {
    expect(limit({}, { failure: 'serial failed' })).toBeUndefined();
  });
});
