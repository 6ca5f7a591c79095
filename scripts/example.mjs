// Makes the README's example from a run: `npm run example -- reports/latest`. Needs Chromium for the picture.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { summarise } from '../dist/src/report/index.js';
import { need } from '../dist/src/testing/needs.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = process.argv[2] ?? join(root, 'reports/latest');
const example = join(root, 'reports/example');

const files = ['record.jsonl', 'report.json', 'report.html', 'report.md'];
const missing = files.filter((file) => !existsSync(join(run, file)));
if (missing.length > 0) throw new Error(`${run} lacks ${missing.join(', ')}: npm run bench first.`);
rmSync(example, { recursive: true, force: true });
mkdirSync(example, { recursive: true });
for (const file of files) cpSync(join(run, file), join(example, file));

const report = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
const summary = summarise(report, { columns: 80, color: false });
// The answers and the first table; the rest stands on the page itself.
const first = `${summary.split(/\n(?=Payload: |(?:error|warning|info): )/)[0].trimEnd()}\n…`;
const { host } = report;
const machine = `${host.cpu}, ${host.physicalCores} cores, ${host.virtualization ?? 'bare metal'}, Node ${host.node}`;
const block = `The first lines of \`npm run bench\` on ${machine}:\n\n\`\`\`text\n${first}\n\`\`\``;
const readme = join(root, 'README.md');
const text = readFileSync(readme, 'utf8');
const marked = /(<!-- example:begin -->\n)[\s\S]*(<!-- example:end -->)/;
if (!marked.test(text)) throw new Error('README.md has no place marked for the example');
writeFileSync(
  readme,
  text.replace(marked, (_, begin, end) => `${begin}\n${block}\n\n${end}`),
);

const browser = await chromium.launch({ executablePath: need('chromium'), args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
await page.goto(pathToFileURL(join(example, 'report.html')).href);
await page.waitForLoadState('load');
// Charts draw themselves over some frames.
await page.waitForFunction(() => document.getAnimations().length === 0);
await page.waitForTimeout(1000);
await page.screenshot({ path: join(root, 'docs/report.png') });
await browser.close();
