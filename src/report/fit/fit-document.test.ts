import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fitScaling, type ScalingMachine } from '../../insight/scaling/index.js';
import type { MeasuredCurve } from '../../readers/index.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { buildFitDocument, type FitDocument, fitDocumentSchema } from './document.js';
import { summariseFit, writeFit } from './formats.js';

const amdahl = (workers: number) => (100 * workers) / (1 + 0.04 * (workers - 1));

const inventCurve = (counts: readonly number[], more: Partial<MeasuredCurve> = {}): MeasuredCurve => ({
  name: 'sort',
  points: counts.map((workers) => ({ workers, throughput: amdahl(workers) })),
  unit: 'items/s',
  basis: 'As it stands.',
  machine: {},
  doubts: [],
  ...more,
});

interface Asked {
  machine?: ScalingMachine;
  counts?: readonly number[];
}

const build = (curves: readonly MeasuredCurve[], { machine = {}, counts = [] }: Asked = {}): FitDocument =>
  buildFitDocument({
    file: 'folder/sort.csv',
    format: 'csv',
    curves,
    machine,
    counts,
    command: 'corewise fit folder/sort.csv',
    versions: { corewise: '0.0.0' },
  });

const shown = (document: FitDocument, columns = 80): string =>
  summariseFit(document, { columns, color: false });
const countsOf = ({ curves: [curve] }: FitDocument) => curve!.predictions.map(({ workers }) => workers);

describe('a fit document', () => {
  test('names the law with its formula and parameters, and is as its schema says', () => {
    const document = build([inventCurve([1, 2, 4, 8, 16])]);
    expect(document.curves[0]).toMatchObject({ law: 'amdahl', formula: 'X(N) = γN / (1 + α(N − 1))' });
    expect(document.curves[0]!.parameters.alpha).toBeCloseTo(0.04, 4);
    expect(fitDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  test('predicts 2, 4 and 8 times the largest measured count, or what is asked', () => {
    expect(countsOf(build([inventCurve([1, 2, 4])]))).toEqual([1, 2, 4, 8, 16, 32]);
    expect(countsOf(build([inventCurve([1, 2, 4])], { counts: [6, 3] }))).toEqual([1, 2, 3, 4, 6]);
  });

  test('calls a curve without a name after its file', () => {
    expect(build([inventCurve([1, 2, 4], { name: '' })]).curves[0]!.name).toBe('sort.csv');
  });

  test('believes the user before the file about the machine', () => {
    const machine = { physicalCores: 4, logicalCores: 8 };
    const curves = [inventCurve([1, 2, 4], { machine })];
    expect(build(curves).curves[0]!.machine).toEqual(machine);
    expect(build(curves, { machine: { quotaCpus: 3 } }).curves[0]!.machine).toEqual({
      ...machine,
      quotaCpus: 3,
    });
    expect(build(curves, { machine: { physicalCores: 16 } }).curves[0]!.machine).toEqual({
      physicalCores: 16,
    });
  });

  test('takes the fit that a curve brings, unless the user says more of the machine', () => {
    const fitted = { ...fitScaling(inventCurve([1, 2, 4]).points), law: 'linear' };
    const curves = [inventCurve([1, 2, 4], { fitted })];
    expect(build(curves).curves[0]!.law).toBe('linear');
    expect(build(curves, { machine: { physicalCores: 8 } }).curves[0]!.law).toBe('amdahl');
  });

  test('says what was left out among the warnings', () => {
    const { warnings } = build([inventCurve([1, 2, 4], { doubts: ['Left out: 1 run.'] })]).curves[0]!;
    expect(warnings).toContain('Left out: 1 run.');
  });
});

describe('in a terminal', () => {
  const long =
    'BM_ParallelRadixSortOfPairsWithAVeryLongName<std::uint64_t, std::greater<>>/1048576/real_time';
  const documents: [string, FitDocument][] = [
    ['a curve', build([inventCurve([1, 2, 4, 8])])],
    ['a knee that nobody measured', build([inventCurve([1, 2, 4])], { machine: { physicalCores: 4 } })],
    ['two counts', build([inventCurve([1, 2])])],
    ['one count', build([inventCurve([3])])],
    ['times', build([inventCurve([1, 2, 4], { unit: 'runs/s' })])],
    ['a long name', build([inventCurve([1, 2, 4], { name: long, unit: 'ray-geometry intersections/s' })])],
    ['many curves', build(['a', 'b', 'c', 'd'].map((name) => inventCurve([1, 2, 4], { name })))],
    ['huge figures', build([huge()])],
  ];

  function huge(): MeasuredCurve {
    return inventCurve([], {
      points: [1, 2, 4].map((workers) => ({ workers, throughput: workers * 1.25e12 })),
    });
  }

  test.each(documents)('%s keeps to the width', (_name, document) => {
    for (const columns of [80, 120]) {
      const lines = shown(document, columns).split('\n');
      expect(lines.filter((line) => Array.from(line).length > columns)).toEqual([]);
    }
  });

  test('law, formula, errors, chart, predictions and doubts are there, in that order', () => {
    const text = shown(build([inventCurve([1, 2, 4, 8, 16])], { counts: [24, 64] }));
    const parts = [
      'sort: Amdahl’s law (amdahl)',
      'The largest count measured, 16 workers, is the best.',
      'X(N) = γN / (1 + α(N − 1))',
      /α +0\.04 +± [\d.e-]+ contention/,
      /τ +[\d.]+ +assumed/,
      'throughput, items/s',
      '●',
      /^workers measured amdahl 95 % interval/m,
      /^ +24 +– +.*extrapolated$/m,
      /^warning: /m,
      'As it stands.',
    ];
    const places = parts.map((part) => text.search(part instanceof RegExp ? part : escaped(part)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  const escaped = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

  test('a peak is named with its interval', () => {
    const points = [1, 4, 8, 16, 24, 32, 48].map((workers) => ({
      workers,
      throughput: (10 * workers) / (1 + 0.02 * (workers - 1) + 0.001 * workers * (workers - 1)),
    }));
    const text = shown(
      build([inventCurve([], { points })], { machine: { physicalCores: 48, logicalCores: 48 } }),
    );
    expect(text).toMatch(/Peak of the law: [\d.]+ items\/s \([\d.]+ to [\d.]+\) at 31\.\d workers/);
  });

  test('where times were measured, times are told', () => {
    const points = [1, 2, 4].map((workers) => ({ workers, throughput: workers / 10 }));
    const text = shown(build([inventCurve([], { points, unit: 'runs/s' })]));
    expect(text).toMatch(/^ +1 +10\.0 s +10\.0 s /m);
    expect(text).toMatch(/^ +4 +2\.50 s +2\.50 s /m);
  });

  test('what is assumed is marked', () => {
    const text = shown(build([inventCurve([1, 2])]));
    expect(text).toContain('sort: no law: an assumed range');
    expect(text).toMatch(/^ +4 .* assumed$/m);
    expect(text).toContain('the assumed range');
  });

  test('one count alone is told without a chart', () => {
    const text = shown(build([inventCurve([1])], { counts: [1] }));
    expect(text).not.toContain('●');
    expect(text).toMatch(/^ +1 +100 +– /m);
  });

  test('of more than three curves each gets a sentence, and how to see one', () => {
    const text = shown(documents.find(([name]) => name === 'many curves')![1]);
    expect(text).not.toContain('●');
    expect(text).toContain("--benchmark 'a' shows one in full");
  });
});

describe('written to a folder', () => {
  const folder = temporaryFolder();

  test('it is a page, JSON, Markdown and pictures', async () => {
    const document = build([inventCurve([1, 2, 4]), inventCurve([1, 2], { name: '<b>map</b> | `x`' })]);
    const { paths, withoutPictures } = await writeFit(document, folder);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(paths.slice(0, 3)).toEqual(['fit.html', 'fit.json', 'fit.md'].map((name) => join(folder, name)));
    expect(paths.length).toBe(withoutPictures === undefined ? 5 : 3);
    expect(JSON.parse(read('fit.json'))).toEqual(JSON.parse(JSON.stringify(document)));
    const markup = read('fit.html').replace(/<script[\s\S]*?<\/script>|<a href="charts\/">/g, '');
    expect(markup).not.toMatch(/(src|href)="(?!#|data:)/);
    expect(read('fit.html')).toContain('&lt;b>map');
    expect(read('fit.html').replace(/<script[\s\S]*?<\/script>/g, '')).not.toContain('<b>map');
    expect(read('fit.md')).toContain('&lt;b&gt;map&lt;/b&gt; \\| \\`x\\`: no law');
  });
});
