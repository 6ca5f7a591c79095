import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
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
