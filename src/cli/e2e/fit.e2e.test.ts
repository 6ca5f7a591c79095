import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fitDocumentSchema } from '../../report/index.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const root = resolve(fileURLToPath(import.meta.url), '../../../../..');
const example = (file: string) => join('docs/examples/fit', file);
const folder = temporaryFolder();

const corewiseFit = (...args: string[]) => corewiseHere(['fit', ...args], root);

describe('docs/fit.md', () => {
  const page = readFileSync(join(root, 'docs/fit.md'), 'utf8');
  const commands = [
    ...page.matchAll(/```sh\nnpx corewise (fit .*)\n```\n(?:\n```text\n([\s\S]*?)\n```)?/g),
  ].map(([, line, shown = '']) => ({ line: line!, shown }));

  test('shows a command for every format', () => {
    const formats = ['.csv', 'hyperfine', 'google-benchmark', 'jmh', 'pyperf', 'vitest', 'reports/'];
    expect(formats.filter((name) => !commands.some(({ line }) => line.includes(name)))).toEqual([]);
  });

  test.each(commands)('$line prints what it says', async ({ line, shown }) => {
    // Users have a run of their own; the repository has one for the page.
    const args = line.replace('reports/latest', 'reports/example').split(' ');
    const { code, stdout, stderr } = await corewiseHere(args, root);
    expect([code, stderr]).toEqual([0, '']);
    const printed = stdout.split('\n');
    expect(shown.split('\n').filter((text) => text !== '…' && !printed.includes(text))).toEqual([]);
    expect(printed.filter((text) => Array.from(text).length > 80)).toEqual([]);
  });
});

describe('corewise fit', () => {
  test('--json prints one document, as its schema says, and writes nothing', async () => {
    const { code, stdout } = await corewiseFit(example('jmh.json'), '--json', '--predict', '32');
    expect(code).toBe(0);
    const document = fitDocumentSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({
      format: 'jmh',
      command: `corewise fit ${example('jmh.json')} --json --predict 32`,
    });
    expect(document.curves.map(({ predictions }) => predictions.at(-1)!.workers)).toEqual([32, 32]);
  });

  test('--out writes a page, JSON and Markdown, and names them', async () => {
    const { code, stdout } = await corewiseFit(example('raytracer.csv'), '--out', folder);
    expect(code).toBe(0);
    for (const file of ['fit.html', 'fit.json', 'fit.md']) {
      expect(existsSync(join(folder, file))).toBe(true);
      expect(stdout).toContain(join(folder, file));
    }
  });

  test('takes what it is told of the machine', async () => {
    const told = '--physical-cores 4 --logical-cores 8 --quota 6.5'.split(' ');
    const { stdout } = await corewiseFit(example('samples.csv'), '--json', ...told);
    expect(JSON.parse(stdout).curves[0].machine).toEqual({
      physicalCores: 4,
      logicalCores: 8,
      quotaCpus: 6.5,
    });
  });

  test('takes the columns that it is told', async () => {
    const told = ['--workers', 'parameter_threads', '--time', 'min'];
    const { stdout } = await corewiseHere(['fit', example('hyperfine.csv'), ...told, '--json'], root);
    const [curve] = JSON.parse(stdout).curves;
    expect(curve.basis).toContain('the min of a count');
    expect(curve.points[0].throughput).toBeCloseTo(1 / 4.004206493);
  });

  test.each([
    [['nothing.csv'], 'Cannot read nothing.csv'],
    [[example('samples.csv'), '--input-format', 'excel'], 'Allowed choices are record, hyperfine'],
    [[example('samples.csv'), '--predict', '8,0'], 'Write a whole number of at least 1'],
    [
      [example('samples.csv'), '--physical-cores', '8', '--logical-cores', '4'],
      'got 4 logical and 8 physical',
    ],
    [
      [example('samples.csv'), '--workers', 'a', '--parameter', 'b'],
      'Give --workers or --parameter, not both',
    ],
    [[example('samples.csv'), '--time', 'wall'], 'Unknown column "wall".'],
    [[example('jmh.json'), '--throughput', 'score'], '--throughput names a column of a CSV file'],
    [[], "missing required argument 'file'"],
  ])('%j is misuse: a message, no stack', async (args, message) => {
    const { code, stdout, stderr } = await corewiseHere(['fit', ...args], root);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
