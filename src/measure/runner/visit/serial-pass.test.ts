import { describe, expect, it } from 'vitest';
import { cpuShareOf } from './serial-pass.js';

describe('the share of its time that a thread computes', () => {
  it.each([
    ['it waits for something else', { cpuMs: 15, waitMs: 0 }, { cpuShare: 0.05 }],
    ['it waits for a CPU, which is as good as computing', { cpuMs: 60, waitMs: 50 }, { cpuShare: 1 }],
    ['both', { cpuMs: 15, waitMs: 50 }, { cpuShare: 0.1 }],
    ['waiting for a CPU is not told', { cpuMs: 15 }, { cpuShare: 0.05 }],
    ['the process computes beside it', { cpuMs: 310 }, { cpuShare: 1 }],
  ])('where %s', (_, after, share) =>
    expect(cpuShareOf({ cpuMs: 10, ...('waitMs' in after && { waitMs: 0 }) }, after, 100)).toEqual(share),
  );

  it('is not known of no time', () => expect(cpuShareOf({ cpuMs: 1 }, { cpuMs: 1 }, 0)).toEqual({}));
});
