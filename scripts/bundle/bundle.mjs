// Joins what tsc wrote for the product into lib/: the files that are started or imported by name, and chunks that they
// share, so that every module exists once, whichever of them loads it. All are CommonJS, which Node loads in half of the
// time, and which can load a file in the middle of a function.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { chunkGroups } from './chunks.mjs';
import { finished, minify } from './code.mjs';
import { packagePlugins } from './packages.mjs';

/** Below dist/src, without `.js`. */
const importedNames = ['index', 'worker', 'scenario/index'];
export const publicNames = [...importedNames, 'vitest'];
/** Those that are started are found by `ownFile` in src/own-package.ts. */
const entries = [
  ...importedNames,
  'cli/main',
  'library/judgements',
  'errors',
  'workers/engines/worker/thread-entry',
  'workers/engines/worker/process-entry',
  'workers/engines/other-pools/hosted-entry',
  'measure/runner/bench-host/entry',
  'scenario/loading/bundle/source-meta',
  'measure/self-test/worker',
];

/**
 * What users install beside corewise is loaded from there. zod is bundled all the same: as a dependency it stands for
 * its types, which ours are made of.
 */
function isOutside(root) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const outside = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name !== 'zod');
  return (id) => outside.some((name) => id === name || id.startsWith(`${name}/`));
}

/** What stands in every page. */
export const pageFiles = ['report.css', 'report.js'];

function smaller(file, text) {
  return transformSync(text, { loader: extname(file).slice(1), minify: true, charset: 'utf8' }).code;
}

/** What `import` finds. Node would parse CommonJS once more to find the names that it exports. */
function asModule(root, name) {
  return [
    `import{createRequire}from'node:module';`,
    `export const{${exportedBy(join(root, 'dist/src', `${name}.js`)).join(',')}}=createRequire(import.meta.url)('./${basename(name)}.cjs');`,
  ].join('');
}

/** The names that a module exports of others; throws where it exports something of its own. */
function exportedBy(file) {
  return parseAst(readFileSync(file, 'utf8')).body.flatMap(({ type, source, specifiers }) => {
    if (type === 'ExportAllDeclaration') return exportedBy(join(dirname(file), source.value));
    if (type !== 'ExportNamedDeclaration' || source === null)
      throw new Error(`${file} is more than a list of what others export`);
    return specifiers.map(({ exported }) => exported.name);
  });
}

const importingCommonJs = (code) =>
  `import { createRequire } from 'node:module';${code.replace(
    /^import (\{[^}]*\}) from '(\.[^']+)\.js';$/gm,
    "const $1 = createRequire(import.meta.url)('$2.cjs');",
  )}`;

/** Writes lib/ below `root`. What has not changed is left alone: a run that goes on meanwhile may yet load it. */
export async function bundle(root) {
  const lib = join(root, 'lib');
  const output = await generated(root);
  const files = new Map(output.map((chunk) => [join(lib, chunk.fileName), finished(chunk)]));
  for (const name of importedNames) files.set(join(lib, `${name}.js`), asModule(root, name));
  // vitest is a module, which CommonJS of older Nodes cannot load.
  const vitest = readFileSync(join(root, 'dist/src/vitest.js'), 'utf8');
  files.set(join(lib, 'vitest.js'), smaller('vitest.js', importingCommonJs(vitest)));
  for (const file of declarationsFrom(join(root, 'dist/src')))
    files.set(join(lib, relative(join(root, 'dist/src'), file)), readFileSync(file));
  for (const file of pageFiles)
    files.set(join(lib, file), smaller(file, readFileSync(join(root, 'assets', file), 'utf8')));
  files.set(join(lib, 'licences.txt'), licencesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)));
  replaceFiles(lib, files);
}

async function generated(root) {
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((name) => [name, `dist/src/${name}.js`])),
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    external: isOutside(root),
    resolve: {
      alias: {
        commander: join(root, 'node_modules/commander/index.js'),
        // As a module it needs nothing around it.
        'fastest-levenshtein': join(root, 'node_modules/fastest-levenshtein/esm/mod.js'),
        // Its modules, of which we use few, and not the one file that they are joined in.
        'ml-matrix': join(root, 'node_modules/ml-matrix/src/index.js'),
        // Without what animates.
        'chartjs-node-canvas': join(root, 'node_modules/chartjs-node-canvas/dist/chartJSNodeCanvas.js'),
      },
    },
    plugins: packagePlugins(root),
  });
  const { output } = await build.generate({
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: { groups: chunkGroups, includeDependenciesRecursively: false },
    comments: false,
    minify,
  });
  await build.close();
  return output;
}

/** Of the packages whose modules are joined into lib/: what their authors ask to be kept with them, each text once. */
function licencesOf(modules) {
  const folders = new Set(
    modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? []),
  );
  const byText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined && license === undefined)
      throw new Error(`${name} is bundled, and has no licence`);
    const text =
      file === undefined ? '(no text in the package)' : readFileSync(join(folder, file), 'utf8').trim();
    const key = text.replace(/\s+/g, ' ');
    byText.set(key, { text, names: [...(byText.get(key)?.names ?? []), `${name} ${version}: ${license}`] });
  }
  const parts = [...byText.values()].map(({ names, text }) => `${names.join('\n')}\n\n${text}`);
  return `${['These packages are part of the files beside this one.', ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The declarations that a user's compiler reads: of the public names, and of whatever those are made of. */
function declarationsFrom(folder) {
  const found = new Set();
  const add = (file) => {
    if (found.has(file) || !existsSync(file)) return;
    found.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import\()\s*['"](\.[^'"]+)['"]/g,
    ))
      add(join(dirname(file), specifier.replace(/\.js$/, '.d.ts')));
  };
  for (const name of publicNames) add(join(folder, `${name}.d.ts`));
  return found;
}

/** Makes these the only files of the folder, or of those that `isMeant` accepts. */
export function replaceFiles(folder, files, isMeant = () => true) {
  for (const [path, contents] of files) writeChanged(path, Buffer.from(contents));
  for (const file of filesIn(folder)) if (isMeant(file) && !files.has(file)) rmSync(file);
}

function writeChanged(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, contents);
  renameSync(`${path}.new`, path);
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
