import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../errors.js';
import { compareMachines } from '../../market/compare/index.js';
import { inventCompared, options } from '../../market/compare/testing/invented-records.js';
import { packageRoot } from '../../own-package.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { widthOf } from '../render/terminal/page.js';
import { comparisonContent } from './content.js';
import { comparisonFormats, summariseComparison, writeComparison } from './formats.js';
import { machines, versions } from './testing/invented.js';

const render = (name: string, document: typeof machines) =>
  String(comparisonFormats.find((format) => format.name === name)!.render(document)[0]!.content);

describe('the terminal', () => {
  const texts = [machines, versions].map((document) =>
    summariseComparison(document, { columns: 80, color: false, files: ['out/compare.html'] }),
  );

  it('has no line beyond its width', () => {
    for (const text of texts)
      for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it('has the throughput for an answer where there is one machine', () => {
    const alone = compareMachines([inventCompared({ name: 'runs/a', rate: 120, label: 'a' })], options);
    const [section] = comparisonContent(alone).sections;
    expect(section!.answer).toMatchObject({
      figure: '120',
      figureOf: [
        expect.stringMatching(/^tasks a second on /),
        expect.stringMatching(/^95 % interval \d+–\d+/),
      ],
    });
  });

  it('begins with the answer', () => {
    expect(texts[0]).toMatch(/^cycles: a\.fast is fastest, 120 tasks a second/);
    expect(texts[1]).toMatch(/^cycles, 2 threads with imapUnordered, chunksize 1: 10 % slower/);
  });

  it('has a row a machine, and a row a setting', () => {
    expect(texts[0]).toMatch(/^1 a\.fast +120 115–125 faster +\$0\.8333 yes$/m);
    expect(texts[1]).toMatch(/^2 threads with imapUnordered, chunksize 1 +100 +90\.\d +−10 %/m);
  });

  it('says what the margin came to', () => {
    expect(texts[1]).toContain('Regression: certainly more than 5 % slower: cycles.');
  });
});

describe('the page', () => {
  const page = render('html', machines);

  it('has the answer, the charts, the ranking, the machines and their prices', () => {
    for (const text of [
      'a.fast is fastest',
      'id="work-1-throughput"',
      'id="work-1-front"',
      'aws here 2026-01-01',
    ])
      expect(page).toContain(text);
    expect(page.indexOf('a.fast is fastest')).toBeLessThan(page.indexOf('<canvas'));
  });

  it('has no chart of costs where nothing has a price', () => {
    expect(render('html', versions)).not.toContain('work-1-front');
  });

  it('escapes what records say', () => {
    const hostile = inventCompared({ name: '<script>alert(1)</script>', label: '<img src=x>' });
    expect(render('html', compareMachines([hostile], options))).not.toMatch(/<script>alert|<img src=x/);
  });
});

describe('Markdown', () => {
  it('says of a virtual machine nothing that is of the one it was made on', () => {
    const cases = [
      { engine: 'serial', wallMs: 240 },
      { engine: 'fake', workers: 4, wallMs: 60 },
    ];
    const fake = inventCompared({ name: 'fake', label: 'a drawing', run: { cases } });
    expect(render('md', compareMachines([fake], options))).toContain(
      '| a drawing (virtual) | none: virtual time (made on Invented CPU) | 1 |',
    );
  });

  it('has answer, tables and records', () => {
    const text = render('md', versions);
    expect(text).toContain('**error:** Regression: certainly more than 5 % slower: cycles.');
    expect(text).toContain('| 2 threads with imapUnordered, chunksize 1 | 100');
    expect(text).toContain('- before1 (before): 2026-01-02 03:00 UTC');
  });
});

describe('JSON', () => {
  it('is what schema/compare.schema.json says', () => {
    const schema = z.fromJSONSchema(
      JSON.parse(readFileSync(join(packageRoot, 'schema', 'compare.schema.json'), 'utf8')),
    );
    for (const document of [machines, versions])
      expect(schema.safeParse(JSON.parse(render('json', document))).error).toBeUndefined();
  });
});

describe('for dashboards', () => {
  it('github-action-benchmark gets a list of name, unit, value, range and extra', () => {
    const [first, second] = JSON.parse(render('github-action-benchmark', versions));
    expect(first).toMatchObject({
      name: 'cycles, 2 threads with imapUnordered, chunksize 1',
      unit: 'tasks/s',
      range: expect.stringMatching(/^± \d/),
      extra: expect.stringContaining('5 records'),
    });
    expect(first.value).toBeCloseTo(90, 0);
    expect(second.name).toBe('cycles, serial');
  });

  it('bencher gets benchmark → throughput → value with its bounds', () => {
    const metrics = JSON.parse(render('bencher', versions));
    const { throughput } = metrics['cycles, serial'];
    expect(Object.keys(throughput)).toEqual(['value', 'lower_value', 'upper_value']);
    expect(throughput.lower_value).toBeLessThanOrEqual(throughput.value);
  });

  it('names hold the machine where there are several', () => {
    expect(Object.keys(JSON.parse(render('bencher', machines)))).toContain('cycles, serial, a.slow');
  });
});

describe('writing', () => {
  const folder = temporaryFolder();

  it('gives page, JSON and Markdown unless told otherwise', async () => {
    const files = await writeComparison(machines, join(folder, 'new'));
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual([
      'new/compare.html',
      'new/compare.json',
      'new/compare.md',
    ]);
    expect(files.every((file) => existsSync(file))).toBe(true);
  });

  it('refuses an unknown format by name', () => {
    expect(() => writeComparison(machines, folder, ['htm'])).toThrow(UsageError);
  });
});
