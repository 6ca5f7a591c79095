import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { findScenario, loadScenario } from './index.js';
import { loadInProcess, resultInWorker, scenarioReturning, useProject } from './testing/project.js';

const project = useProject();

async function resultOf(file: string, files: Record<string, string>): Promise<unknown> {
  project.write(files);
  return resultInWorker(await loadScenario(findScenario(file, project.folder)));
}

project.write({
  'node_modules/dual/package.json': JSON.stringify({
    name: 'dual',
    version: '1.2.3',
    exports: { module: './bundlers.js', import: './esm.mjs', require: './cjs.cjs' },
  }),
  'node_modules/dual/bundlers.js': 'export default "for bundlers";',
  'node_modules/dual/esm.mjs': 'export default "by import";',
  'node_modules/dual/cjs.cjs': 'module.exports = "by require";',
  'node_modules/@old/plain/package.json': JSON.stringify({
    name: '@old/plain',
    version: '0.1.0',
    main: 'main',
  }),
  'node_modules/@old/plain/main.js': 'exports.kind = "CommonJS"; exports.file = __filename;',
});

it('loads TypeScript that imports TypeScript under the name of what it compiles to', async () => {
  const files = {
    'local.ts': scenarioReturning(
      '[one as number, two]',
      `import { one } from './one.js';\nimport { two } from './lib/two.mjs';`,
    ),
    'one.ts': 'export const one: number = 1;',
    'lib/two.mts': 'enum Numbers { two = 2 }\nexport const two = Numbers.two;',
  };
  expect(await resultOf('./local.ts', files)).toEqual([1, 2]);
});

it.each(['.js', '.mjs', '.mts', '.cts', '.cjs'])('loads %s', async (extension) => {
  const source = scenarioReturning('"here"');
  const text = extension === '.cjs' ? source.replace('export default', 'module.exports =') : source;
  expect(await resultOf(`./plain${extension}`, { [`plain${extension}`]: text })).toBe('here');
});

it('takes JSON, CommonJS and await at the top level', async () => {
  const imports = `import data from './data.json' with { type: 'json' };
import tool from './tool.cjs';
import { late } from './late.js';`;
  const files = {
    'mixed.ts': scenarioReturning('[data.value, tool, late]', imports),
    'data.json': '{ "value": 7 }',
    'tool.cjs': `'use strict';
const name = ['other', 'cjs'].join('.');
module.exports = [require('./other.cjs'), require('./' + name), require.resolve('./other.cjs') === __dirname + '/other.cjs'];`,
    'other.cjs': 'module.exports = 8;',
    'late.js': 'export const late = await Promise.resolve(9);',
  };
  expect(await resultOf('./mixed.ts', files)).toEqual([7, [8, 8, true], 9]);
});

it('resolves packages as Node would: by import, by require, without the conditions of bundlers', async () => {
  const files = {
    'packages.ts': scenarioReturning(
      '[dual, required, kind, file]',
      `import dual from 'dual';\nimport required from './required.cjs';\nimport { kind, file } from '@old/plain';`,
    ),
    'required.cjs': `module.exports = require('dual');`,
  };
  expect(await resultOf('./packages.ts', files)).toEqual([
    'by import',
    'by require',
    'CommonJS',
    project.path('node_modules/@old/plain/main.js'),
  ]);
});

it('leaves an optional package that is absent to the scenario', async () => {
  const imports = `let found = true;\ntry { await import('not-there'); } catch { found = false; }`;
  expect(await resultOf('./optional.ts', { 'optional.ts': scenarioReturning('found', imports) })).toBe(false);
});

it('takes names that a package.json or tsconfig.json gives to local files', async () => {
  const files = {
    'named/package.json': JSON.stringify({
      name: 'mine',
      type: 'module',
      imports: { '#inner': './inner.ts' },
    }),
    'named/tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./lib/*'] } } }),
    'named/inner.ts': 'export default 1;',
    'named/lib/deep.ts': 'export default 2;',
    'named/scenario.ts': scenarioReturning('[a, b]', `import a from '#inner';\nimport b from '@/deep.js';`),
  };
  expect(await resultOf('named/scenario.ts', files)).toEqual([1, 2]);
});

it('keeps the place of every source file', async () => {
  const place = '[import.meta.url, import.meta.filename, import.meta.dirname, __filename, __dirname]';
  const files = {
    'place.ts': `#!/usr/bin/env node\n${scenarioReturning(`[${place}, below, required]`, `import { below } from './below/place.js';\nimport required from './below/place.cjs';`)}`,
    'below/place.ts': `export const below = ${place};`,
    'below/place.cjs': '/* no import.meta here */ module.exports = [__filename, __dirname];',
  };
  const [here, below] = [project.path('place.ts'), project.path('below/place.ts')];
  const [folder, folderBelow] = [project.folder, project.path('below')];
  expect(await resultOf('./place.ts', files)).toEqual([
    [pathToFileURL(here).href, here, folder, here, folder],
    [pathToFileURL(below).href, below, folderBelow, below, folderBelow],
    [project.path('below/place.cjs'), folderBelow],
  ]);
});

it('resolves by import.meta.resolve and createRequire from the source', async () => {
  const imports = `import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { resolve } = import.meta;
const name = 'dual';`;
  const expression = `[require('./beside.cjs'), resolve('./x.js'), import.meta.resolve('dual'), resolve(name), resolve('fs')]`;
  const files = { 'resolve.ts': scenarioReturning(expression, imports), 'beside.cjs': 'module.exports = 5;' };
  expect(await resultOf('./resolve.ts', files)).toEqual([
    5,
    pathToFileURL(project.path('x.js')).href,
    pathToFileURL(project.path('node_modules/dual/esm.mjs')).href,
    pathToFileURL(project.path('node_modules/dual/esm.mjs')).href,
    'node:fs',
  ]);
});

it('gives this very corewise to whoever imports it, installed or not', async () => {
  const source = scenarioReturning(
    'typeof defineScenario',
    `import { defineScenario } from 'corewise/scenario';`,
  );
  expect(await resultOf('./own.ts', { 'own.ts': source })).toBe('function');
});

const require = createRequire(import.meta.url);

function findAddon(): string | undefined {
  const name = `@napi-rs/canvas-${process.platform}-${process.arch}`;
  const names = [name, `${name}-gnu`, `${name}-musl`, `${name}-msvc`];
  return names.map((candidate) => tryResolve(candidate)).find((path) => path !== undefined);
}

function tryResolve(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

const addon = findAddon();

it.runIf(addon)(
  'loads a native addon, from a package or beside the source (needs the optional canvas)',
  async () => {
    project.write({
      'native.ts': scenarioReturning(
        '[typeof beside.clearAllCache, typeof inPackage.clearAllCache]',
        `import beside from './native.cjs';\nimport inPackage from 'addon';`,
      ),
      'native.cjs': `module.exports = require('./addon');`,
      'node_modules/addon/package.json': JSON.stringify({
        name: 'addon',
        version: '1.0.0',
        main: 'index.js',
      }),
      'node_modules/addon/index.js': `module.exports = require('./addon.node');`,
    });
    copyFileSync(addon!, project.path('addon.node'));
    copyFileSync(addon!, project.path('node_modules/addon/addon.node'));
    const loaded = await loadScenario(project.path('native.ts'));
    expect(await resultInWorker(loaded)).toEqual(['function', 'function']);
  },
);

it('takes the only named export that looks like a scenario', async () => {
  const source = scenarioReturning('3').replace('export default', 'export const probe =');
  project.write({ 'named.ts': `${source}export const rest = 1;` });
  const loaded = await loadScenario(project.path('named.ts'));
  expect(loaded).toMatchObject({ export: 'probe', packages: [], source: project.path('named.ts') });
  expect(loaded.scenario.name).toBe('probe');
});

it('loads one scenario many times at once', async () => {
  project.write({ 'often.ts': scenarioReturning('4') });
  const loaded = await Promise.all(Array.from({ length: 8 }, () => loadScenario(project.path('often.ts'))));
  expect(new Set(loaded.map(({ module }) => module)).size).toBe(1);
  expect(await resultInWorker(loaded[0]!)).toBe(4);
});

it('loads one scenario in several processes at once', async () => {
  project.write({ 'shared.ts': scenarioReturning('5') });
  const loaded = await Promise.all([1, 2, 3].map(() => loadInProcess(project.path('shared.ts'))));
  expect(new Set(loaded.map(({ module }) => module)).size).toBe(1);
  expect(await resultInWorker(loaded[0]!)).toBe(5);
});

it('sees a change at once', async () => {
  expect(await resultOf('./edited.ts', { 'edited.ts': scenarioReturning('1') })).toBe(1);
  expect(await resultOf('./edited.ts', { 'edited.ts': scenarioReturning('2') })).toBe(2);
});
