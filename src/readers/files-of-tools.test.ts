import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCurves } from './index.js';
import { pointsIn } from './testing/reading.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const examples = join(root, 'docs/examples/fit');

describe('the example files hold the same curve in every format of a tool', () => {
  const ratesOf = async (file: string, benchmark?: string) =>
    pointsIn(await readCurves(join(examples, file), { benchmark })).map(([workers, rate]) => [
      workers,
      Number(rate!.toPrecision(2)),
    ]);

  test.each([
    ['hyperfine.json', 'hyperfine.csv'],
    ['hyperfine.json', 'hyperfine-2.json'],
    ['hyperfine.json', 'hyperfine-2.csv'],
    ['jmh.json', 'jmh.csv'],
    ['jmh.json', 'jmh-german.csv'],
    ['pyperf.json', 'pyperf.json.gz'],
  ])('%s and %s', async (one, other) => {
    expect(await ratesOf(other)).toEqual(await ratesOf(one));
  });

  test('of Google Benchmark with what it gets wrong, and says what was mended', async () => {
    const { curves } = await readCurves(join(examples, 'google-benchmark-mended.json'));
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([['BM_Locale/real_time', 4]]);
    expect(curves[0]!.points.map(({ throughput }) => Math.round(throughput))).toEqual([
      10_000, 19_417, 36_697, 66_116,
    ]);
    expect(curves[0]!.doubts).toEqual([
      '2 commas are missing, the first at the end of line 47; they are read as if they were there.',
      'Numbers with thousands separators, such as 10,000, are read as numbers.',
    ]);
  });

  test('of Google Benchmark as CSV, with its machine and without its aggregates', async () => {
    const { curves } = await readCurves(join(examples, 'google-benchmark.csv'));
    expect(curves.map(({ name, machine }) => [name, machine])).toEqual([
      ['BM_Render/real_time', { logicalCores: 8 }],
    ]);
    expect(curves[0]!.points.map(({ workers, samples }) => [workers, samples?.length])).toEqual(
      [1, 2, 4, 8].map((workers) => [workers, 3]),
    );
    const [one, , , eight] = curves[0]!.points;
    expect(eight!.throughput / one!.throughput).toBeCloseTo(8 / 1.21, 1);
  });

  test('of a spreadsheet, in windows-1252, with a unit in every cell', async () => {
    const read = await readCurves(join(examples, 'spreadsheet.csv'));
    expect(pointsIn(read).slice(0, 2)).toEqual([
      [1, 0.000810045],
      [2, 0.00155763],
    ]);
  });

  test.each(readdirSync(examples))('%s has curves of at least three counts', async (file) => {
    const { curves } = await readCurves(join(examples, file));
    expect(curves.every(({ points }) => points.length >= 3)).toBe(true);
  });
});
