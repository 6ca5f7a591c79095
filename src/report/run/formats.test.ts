import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { UsageError } from '../../errors.js';
import { chartsUnavailable } from '../render/png.js';
import { firstScenario, inventReport } from '../testing/invented.js';
import { html } from '../testing/rendered.js';
import { renderers, writeReport } from './formats.js';
import { reportSchema } from './report/schema.js';

interface Drawn {
  toBuffer(type: string): Buffer;
}

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-report-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const available = (await chartsUnavailable()) === undefined;

test.runIf(available)(
  'writes page, data, Markdown and charts, and nothing else (needs @napi-rs/canvas)',
  async () => {
    const folder = join(newFolder(), 'new', 'folder');
    const files = await writeReport(firstScenario(inventReport()), folder);
    expect(files.map((file) => relative(folder, file)).slice(0, 4)).toEqual([
      'report.html',
      'report.json',
      'report.md',
      join('charts', 'answers.png'),
    ]);
    expect(readdirSync(folder).sort()).toEqual(['charts', 'report.html', 'report.json', 'report.md']);
    expect(readdirSync(join(folder, 'charts'))).toHaveLength(11);
  },
);

test('a picture is of a chart or a heat map of the page, and each of those has one', () => {
  const report = inventReport();
  const ofPage = [...html(report).matchAll(/<canvas id="([^"]+)"/g)].map(([, id]) => id);
  const heatMaps = html(report).match(/Throughput over workers and chunksize<\/h3>/g)!;
  const pictures = renderers
    .find(({ name }) => name === 'png')!
    .render(report)
    .map(({ file }) => basename(file, '.png'));
  expect(new Set(pictures).size).toBe(pictures.length);
  expect(pictures.filter((id) => !id.endsWith('-throughput'))).toEqual(ofPage);
  expect(pictures.filter((id) => id.endsWith('-throughput'))).toHaveLength(heatMaps.length);
});

test('writes only the formats asked for', async () => {
  const folder = newFolder();
  await writeReport(inventReport(), folder, ['csv', 'json']);
  expect(readdirSync(folder).sort()).toEqual(['report.csv', 'report.json']);
});

test('an unknown format names the nearest one, and nothing is written', async () => {
  const folder = newFolder();
  const writing = writeReport(inventReport(), folder, ['json', 'htm']);
  await expect(writing).rejects.toThrow(UsageError);
  await expect(writing).rejects.toThrow(/"htm".*"html"/);
  expect(readdirSync(folder)).toEqual([]);
});

const cannotDraw = 'where charts cannot be drawn, everything else is written and a finding says why';
test.runIf(available)(`${cannotDraw} (needs @napi-rs/canvas)`, async () => {
  const canvas = createRequire(import.meta.url)('@napi-rs/canvas') as { CanvasElement: { prototype: Drawn } };
  const drawing = vi.spyOn(canvas.CanvasElement.prototype, 'toBuffer').mockImplementation(() => {
    throw new Error('the native part is missing');
  });
  const folder = newFolder();
  await writeReport(inventReport(), folder);
  drawing.mockRestore();
  expect(readdirSync(folder).sort()).toEqual(['report.html', 'report.json', 'report.md']);
  const { findings } = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
  expect(findings.at(-1)).toMatchObject({ check: 'charts-unavailable', severity: 'info' });
  expect(findings.at(-1)?.message).toContain('the native part is missing');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('the native part is missing');
});

test('formats have distinct names', () => {
  expect(renderers.map(({ name }) => name)).toEqual(['html', 'json', 'md', 'csv', 'png', 'trace']);
});
