import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readCurves, readers } from './index.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const example = (file: string) => join(root, 'docs/examples/fit', file);
const folder = temporaryFolder();

const written = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the format of a file', () => {
  test.each([
    [example('hyperfine.json'), 'hyperfine'],
    [example('google-benchmark.json'), 'google-benchmark'],
    [example('jmh.json'), 'jmh'],
    [example('pyperf.json'), 'pyperf'],
    [example('samples.csv'), 'csv'],
    [example('spreadsheet.csv'), 'csv'],
    [example('hyperfine.csv'), 'hyperfine'],
    [example('hyperfine-2.json'), 'hyperfine'],
    [example('hyperfine-2.csv'), 'hyperfine'],
    [example('google-benchmark.csv'), 'google-benchmark'],
    [example('google-benchmark-mended.json'), 'google-benchmark'],
    [example('jmh-german.csv'), 'jmh'],
    [example('pyperf.json.gz'), 'pyperf'],
    [example('vitest.json'), 'vitest'],
  ])('%s is told by its content alone', async (path, format) => {
    expect((await readCurves(path)).format).toBe(format);
  });

  test('does not hang on its name', async () => {
    const path = join(folder, 'measurements');
    copyFileSync(example('jmh.json'), path);
    expect((await readCurves(path)).format).toBe('jmh');
  });

  test.each(readdirSync(dirname(example('x'))))('of %s is recognised by one reader', async (file) => {
    const { format } = await readCurves(example(file));
    for (const other of readers.filter(({ name }) => name !== format)) {
      await expect(readCurves(example(file), { format: other.name })).rejects.toThrow(file);
    }
  });
});

describe('the files of the examples, whose law is known', () => {
  test.each(['hyperfine.json', 'google-benchmark.json'])('%s: each worker more costs 3 %%', async (file) => {
    const [curve] = (await readCurves(example(file))).curves;
    const rates = new Map(curve!.points.map(({ workers, throughput }) => [workers, throughput]));
    expect(rates.get(4)! / rates.get(1)!).toBeGreaterThan(0.95 * (4 / 1.09));
    expect(rates.get(4)! / rates.get(1)!).toBeLessThan(1.05 * (4 / 1.09));
  });

  test.each(['jmh.json', 'pyperf.json'])('%s: each worker more costs 5 %%', async (file) => {
    for (const { points } of (await readCurves(example(file))).curves) {
      expect(points.at(-1)!.throughput / points[0]!.throughput).toBeCloseTo(16 / (1 + 0.05 * 15), 0);
    }
  });
});

describe('a choice of curves', () => {
  test('is by the whole name, otherwise by a part of it', async () => {
    const named = async (benchmark: string) =>
      (await readCurves(example('google-benchmark.json'), { benchmark })).curves.map(({ name }) => name);
    expect(await named('Sort')).toEqual(['BM_Sort/1000/real_time']);
    expect(await named('BM_')).toHaveLength(2);
    await expect(named('BM_Rendr/real_time')).rejects.toThrow('Did you mean "BM_Render/real_time"?');
  });
});

describe('what is no file of measurements', () => {
  test.each([
    ['broken.json', '{"results": [', 'is not complete JSON'],
    ['other.json', '{"a": 1}', 'is in no known format (record, hyperfine'],
    ['prose.txt', 'Nothing to see here.', 'is in no known format'],
    ['empty.csv', '\n', 'is empty.'],
    ['binary', 'PNG\0\u0001', 'is a binary file'],
    ['report.json', '{"schema": "corewise/report/1"}', 'give the record.jsonl beside it'],
    [
      'later.jsonl',
      '{"schema": "corewise/record/9"}\n{}',
      'this version of corewise reads corewise/record/1',
    ],
  ])('%s is refused, with its name', async (name, text, message) => {
    const path = written(name, text);
    await expect(readCurves(path)).rejects.toThrow(message);
    await expect(readCurves(path)).rejects.toThrow(name);
  });

  test('is refused where it is not there, or is a folder without a run', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await expect(readCurves(join(folder, 'nothing'))).rejects.toThrow(
      /Cannot read .*nothing: there is no such file/,
    );
    await expect(readCurves(empty)).rejects.toThrow('No record.jsonl in');
  });

  test('is refused by name where its format is given', async () => {
    const path = example('samples.csv');
    await expect(readCurves(path, { format: 'jmh' })).rejects.toThrow('samples.csv is not JSON of JMH');
    await expect(readCurves(path, { format: 'jhm' })).rejects.toThrow('Did you mean "jmh"?');
  });
});
