import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../own-package.js';
import { corewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
/** Its cost, and nothing else, depends on the environment: parameters and code stay as they are. */
const scenario = `export default {
  name: 'work',
  description: 'Works.',
  params: { tasks: 4 },
  tasks: ({ tasks }) => Array.from({ length: tasks }, (_, task) => task),
  run: (task) => task,
  cost: () => Number(process.env.WORK_MS ?? 10),
};`;

async function measure(name: string, ms: number, ...args: string[]): Promise<void> {
  const run = [
    'run',
    './work.mjs',
    '--engine',
    'fake',
    '--workers',
    '2',
    '--rounds',
    '3',
    '--observation',
    '20ms',
    '--format',
    'json',
    '--quiet',
  ];
  vi.stubEnv('WORK_MS', String(ms));
  const { code, stderr } = await corewiseHere([...run, '--out', name, ...args], folder);
  vi.unstubAllEnvs();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

beforeAll(async () => {
  writeFileSync(join(folder, 'work.mjs'), scenario);
  for (const turn of [1, 2, 3]) {
    await measure(`before-${turn}`, 10);
    await measure(`after-${turn}`, 11);
  }
  await measure('big', 5, '--label', 'a big machine');
  await measure('small', 20, '--label', 'a small machine');
}, 120_000);

const sides = ['after-1', 'after-2', 'after-3', '--against', 'before-1', 'before-2', 'before-3'];

describe('corewise compare', () => {
  it('ranks machines', async () => {
    const { code, stdout } = await corewiseHere(['compare', 'small', 'big'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^work: a big machine \(virtual\) is fastest, 400 tasks a second/);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('--json prints one document, and writes nothing without --out', async () => {
    const before = readdirSync(folder);
    const { stdout, stderr } = await corewiseHere(['compare', 'small', 'big', '--json'], folder);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'corewise/compare/1', kind: 'machines' });
    expect(stderr).toBe('');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('--fail-on-regression ends with 1 where something is surely slower by more, and writes all the same', async () => {
    const { code, stdout } = await corewise(
      ['compare', ...sides, '--fail-on-regression', '5%', '--out', 'out'],
      folder,
    );
    expect(code).toBe(1);
    expect(stdout).toContain('9.1 % slower');
    expect(readFileSync(join(folder, 'out', 'compare.md'), 'utf8')).toContain('Regression');
  });

  it('--fail-on-regression ends with 0 within the margin', async () => {
    const { code } = await corewiseHere(['compare', ...sides, '--fail-on-regression', '10%'], folder);
    expect(code).toBe(0);
  });

  it('--format writes what dashboards take', async () => {
    await corewiseHere(
      ['compare', 'big', '--format', 'bencher,github-action-benchmark', '--out', 'dash'],
      folder,
    );
    expect(readdirSync(join(folder, 'dash'))).toEqual(['bencher.json', 'github-action-benchmark.json']);
  });

  it.each([
    [['compare', 'big', '--fail-on-regression', '5%'], 'name records with --against'],
    [['compare', 'big', '--format', 'html'], 'say where with --out'],
    [['compare', 'big', 'big'], 'are the same run'],
    [['compare', 'nowhere'], 'Cannot read nowhere'],
  ])('%j is misuse', async (args, message) => {
    const { code, stderr } = await corewiseHere(args, folder);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('corewise compare, of results of vitest bench', () => {
  /** ±1 % over 100 iterations of so many ms. */
  const results = (name: string, means: Record<string, number>) => {
    const benchmarks = Object.entries(means).map(([one, mean]) => ({
      name: one,
      mean,
      rme: 1,
      sampleCount: 100,
    }));
    const groups = [{ fullName: 'a.bench.ts > <b>sort</b>', benchmarks }];
    writeFileSync(join(folder, name), JSON.stringify({ files: [{ filepath: '/p/a.bench.ts', groups }] }));
    return name;
  };
  const before = results('old.json', { small: 10, large: 20 });
  const after = results('new.json', { small: 14, large: 20 });
  const sides = ['compare', after, '--against', before];

  it('says which became slower, writes page, data and Markdown, and ends with 1 beyond the margin', async () => {
    const { code, stdout, stderr } = await corewiseHere(
      [...sides, '--fail-on-regression', '5%', '--out', 'benchmarks'],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('1 of 2 benchmarks is slower: “a.bench.ts > <b>sort</b> > small”, 29 % slower');
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(readdirSync(join(folder, 'benchmarks'))).toEqual(['compare.html', 'compare.json', 'compare.md']);
    const page = readFileSync(join(folder, 'benchmarks', 'compare.html'), 'utf8');
    expect(page).toContain('id="change"');
    expect(page).not.toContain('<b>sort');
  });

  it('--json prints what its schema says', async () => {
    const { code, stdout } = await corewiseHere([...sides, '--json'], folder);
    const schema = z.fromJSONSchema(
      JSON.parse(readFileSync(join(packageRoot, 'schema', 'compare-benchmarks.schema.json'), 'utf8')),
    );
    expect(code).toBe(0);
    expect(schema.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  });

  it.each([
    [['compare', after, before], 'Say what was before: corewise compare after.json --against before.json'],
    [
      ['compare', after, '--against', 'big'],
      'big does not hold benchmark results of vitest, and another of these files does',
    ],
    [['compare', after, '--against', after], 'new.json is given twice'],
    [[...sides, '--format', 'bencher', '--out', 'dash'], 'Unknown format "bencher"'],
    [[...sides, '--catalog', 'x.csv'], 'leave out --catalog'],
  ])('%j is misuse', async (args, message) => {
    const { code, stderr } = await corewiseHere(args, folder);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
