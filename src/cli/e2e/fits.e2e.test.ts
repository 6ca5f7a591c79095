import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, reportSchema } from '../../report/index.js';
import type { Ended } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
writeFileSync(
  join(folder, 'even.mjs'),
  `export default {
    name: 'even', description: 'Equal tasks.', params: { tasks: 1024 },
    tasks: ({ tasks }) => Array.from({ length: tasks }, (_, index) => index),
    run: (task) => task,
    cost: () => 100,
  };`,
);

async function run(workers: string, name: string): Promise<{ ended: Ended; report: Report; out: string }> {
  const out = join(folder, name);
  const setting = [
    '--verbose',
    '--engine',
    'fake',
    '--workers',
    workers,
    '--rounds',
    '2',
    '--observation',
    '20ms',
    '--format',
    'html,json',
    '--out',
    out,
  ];
  const ended = await corewiseHere(['run', './even.mjs', ...setting], folder);
  const report = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
  return { ended, report, out };
}

describe('a run at four counts', () => {
  let four: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    // More than any machine has, so that it is the same on each.
    four = await run('1,128,256,512', 'four');
  });

  it('has the law and exact predictions in report.json', () => {
    const [fit, ...others] = four.report.fits;
    expect(others).toEqual([]);
    expect(fit).toMatchObject({
      scenario: 'even',
      engine: 'fake',
      over: { params: { tasks: 1024 }, dispatch: 'imapUnordered', chunksize: 'auto' },
      unit: 'tasks/s',
      law: 'linear',
    });
    expect(fit!.over.caseIds).toHaveLength(4);
    expect(fit!.points.map(({ workers, throughput }) => [workers, Math.round(throughput)])).toEqual([
      [1, 10],
      [128, 1280],
      [256, 2560],
      [512, 5120],
    ]);
    const beyond = fit!.predictions.filter(({ extrapolated }) => extrapolated);
    expect(beyond.map(({ workers, throughput }) => [workers, Math.round(throughput)])).toEqual([
      [1024, 10_240],
      [2048, 20_480],
      [4096, 40_960],
    ]);
    expect(fit!.warnings).toEqual([expect.stringContaining('on a virtual machine')]);
  });

  it('says it in the terminal, behind the answer, in 80 columns', () => {
    const lines = four.ended.stdout.split('\n');
    expect(lines[0]).toMatch(/^even: use 512 workers/);
    const text = four.ended.stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      'Law: a straight line (linear), from 1, 128, 256 and 512 workers; 1,024 workers with a CPU each',
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('shows it on the page', () => {
    const page = readFileSync(join(four.out, 'report.html'), 'utf8');
    expect(page).toContain('<canvas id="even-fit"');
    expect(page).toContain('>extrapolated<');
  });
});

it('a run at two counts names no law, and says what is assumed and what would tell more', async () => {
  const { ended, report } = await run('1,2', 'two');
  expect(report.fits).toMatchObject([{ law: null, parameters: {} }]);
  const beyond = report.fits[0]!.predictions.filter(({ extrapolated }) => extrapolated);
  expect(beyond.every(({ assumed, low, high }) => assumed && low < high)).toBe(true);
  expect(ended.stdout.replace(/\s+/g, ' ')).toMatch(
    /No law: two worker counts \(1 and 2\) are too few; \d+ workers with a CPU each would give [\d.]+× to [\d.]+× the throughput of one \(assumed\)\./,
  );
  const finding = report.findings.find(({ check }) => check === 'extrapolation-guess');
  expect(finding?.advice).not.toBe('');
});
