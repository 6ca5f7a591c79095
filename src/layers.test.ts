import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * A file imports only from its own room and from earlier ones. The rooms stand in the order in which data passes them;
 * the catalog stands before what a record means, since findings hold a claimed machine against it.
 */
const layers = [
  ['errors', 'files', 'own-package', 'read-options', 'stats', 'simulation', 'scenario', 'host'],
  ['workers/session', 'workers/current', 'workers/engines', 'workers/dispatch', 'pool'],
  ['record', 'measure/cases', 'measure/runner', 'measure/self-test', 'measure/preparation'],
  ['market/catalog'],
  ['insight/scaling', 'insight/analysis', 'insight/pool-model', 'insight/chunks', 'insight/stop-rule'],
  ['insight/findings', 'insight', 'readers', 'market/queue', 'market/prior', 'market/plan', 'market/compare'],
  ['report'],
  ['library', 'worker', 'index', 'vitest'],
  ['cli'],
].flat();

/** Each of its files is loaded by itself, when its function is called. */
const openRoom = 'library';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const source = join(root, 'src');
const isSource = (file: string) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.split(sep).includes('testing');

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .map((file) => join(folder, file));
}

/** Every specifier that a file imports or exports from, type-only ones too. */
function importsOf(text: string): string[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '').replace(/`(?:\\.|[^`\\])*`/gs, '``');
  const statements =
    /^(?:import|export)\b[^'";]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  return [...code.matchAll(statements)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** The layer of a file below src: the room that it is in, or its own name at the top. */
function layerOf(path: string): string {
  const name = relative(source, path)
    .split(sep)
    .join('/')
    .replace(/\.[jt]sx?$/, '');
  return layers.find((layer) => name === layer || name.startsWith(`${layer}/`)) ?? name;
}

interface Import {
  file: string;
  /** Absolute path of a relative import, without its extension. */
  target: string;
}

const relativeImports = (files: readonly string[]): Import[] =>
  files.flatMap((file) =>
    importsOf(readFileSync(join(root, file), 'utf8'))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ file, target: resolve(root, dirname(file), specifier).replace(/\.js$/, '') })),
  );

/** Files that lead back to themselves: each circle as the paths on its way. */
function circlesAmong(imports: readonly Import[]): string[] {
  const name = (path: string) => relative(source, path).replace(/\.tsx?$/, '');
  const leadsTo = new Map<string, string[]>();
  for (const { file, target } of imports) {
    const from = name(join(root, file));
    leadsTo.set(from, [...(leadsTo.get(from) ?? []), name(target)]);
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (way.includes(file) || done.has(file)) return;
    for (const next of leadsTo.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of leadsTo.keys()) visit(file, []);
  return circles;
}

it('a circle is found, and no other way', () => {
  const importing = (file: string, target: string) => ({
    file: `src/${file}.ts`,
    target: join(source, target),
  });
  expect(circlesAmong([importing('a', 'b'), importing('b', 'c'), importing('a', 'c')])).toEqual([]);
  expect(circlesAmong([importing('a', 'b'), importing('b', 'c'), importing('c', 'b')])).toEqual([
    'b → c → b',
  ]);
});

const show = ({ file, target }: Import) => `${file} imports ${relative(root, target)}`;
const sources = filesIn('src').filter((file) => !isTest(file));

it('imports are found in every form', () => {
  const text = [
    "import './a.js';",
    "import b, { type B } from './b.js';",
    "import type {\n  C,\n} from './c.js';",
    "export * from './d.js';",
    "const e = await import('./e.js');",
    "// import './not.js';",
    "const text = `\nimport './nor.js';\n`;",
  ].join('\n');
  expect(importsOf(text)).toEqual(['./a.js', './b.js', './c.js', './d.js', './e.js']);
});

describe('the layers', () => {
  it('name every room of src', () => {
    const names = sources.map((file) => layerOf(join(root, file)));
    expect([...new Set(names)].filter((name) => !layers.includes(name))).toEqual([]);
  });

  it('import only downwards', () => {
    const wrong = relativeImports(sources).filter(({ file, target }) => {
      const from = layers.indexOf(layerOf(join(root, file)));
      return layers.indexOf(layerOf(target)) > from;
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('meet at the index of a folder', () => {
    const wrong = relativeImports(sources).filter(({ file, target }) => {
      const isOutside = layerOf(join(root, file)) !== layerOf(target);
      const isEntry =
        [source, join(source, openRoom)].includes(dirname(target)) || basename(target) === 'index';
      return isOutside && !isEntry;
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('keep what is for tests out of the product', () => {
    const wrong = relativeImports(sources).filter(({ target }) => isTest(`${target}.ts`));
    expect(wrong.map(show)).toEqual([]);
  });

  it('hold no circles, inside a folder either', () => {
    expect(circlesAmong(relativeImports(sources))).toEqual([]);
  });

  it('stay inside src', () => {
    const wrong = relativeImports(sources).filter(({ target }) => relative(source, target).startsWith('..'));
    expect(wrong.map(show)).toEqual([]);
  });
});

describe('scenarios and suites', () => {
  it('import what their users can: public names of corewise, Node and packages', () => {
    const files = [...filesIn('scenarios'), ...filesIn(join('bench', 'suites'))].filter(
      (file) => !isTest(file),
    );
    const wrong = relativeImports(files).filter(({ target }) => target.startsWith(source + sep));
    expect(wrong.map(show)).toEqual([]);
  });
});

it('no file is named after nothing', () => {
  const vague = /^(utils?|types?|common|helpers?)\.tsx?$/;
  const files = ['src', 'scenarios', 'bench'].flatMap(filesIn);
  expect(files.filter((file) => vague.test(basename(file)))).toEqual([]);
});
