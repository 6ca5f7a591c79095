import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inventHost } from '../host/index.js';
import { measure } from './measure.js';

const growing = fileURLToPath(new URL('../testing/fixtures/growing.js', import.meta.url));

describe('chunk advice from a sweep on the fake engine', () => {
  it('expects exactly what the other chunksizes take: 8 tasks of 1 … 8 ms on 2 workers', async () => {
    const report = await measure(
      {
        name: 'virtual',
        sweeps: [{ scenario: growing, engines: ['fake'], workers: [2], chunksizes: [1, 2, 4] }],
      },
      { host: inventHost({ physicalCores: 4 }), rounds: 10 },
    );
    const advice = report.chunkAdvice.find(({ workers }) => workers === 2)!;
    const expected = advice.expected.map(({ chunksize, wallMs }) => [chunksize, Number(wallMs.toFixed(6))]);
    // Chunks of three: 6, 15 and 15 ms; the workers get 6 + 15 and 15.
    expect(expected).toEqual([
      [1, 20],
      [2, 22],
      [3, 21],
      [4, 26],
    ]);
    expect(advice.measured.map(({ chunksize, wallMs }) => [chunksize, wallMs])).toEqual([
      [1, 20],
      [2, 22],
      [4, 26],
    ]);
    expect(advice).toMatchObject({ advised: 1, low: 1, high: 1, check: { verdict: 'agrees' } });
  });
});
