// Joins what tsc wrote for the product into lib/: the files that are started or imported by name, and chunks that they
// share, so that every module exists once, whichever of them loads it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

/** Below dist/src. Those with a folder of their own are found by `ownFile` in src/own-package.ts. */
const publicNames = ['index.js', 'worker.js', 'scenario/index.js'];
const entries = [
  ...publicNames,
  'cli/main.js',
  'workers/engines/worker/thread-entry.js',
  'workers/engines/worker/process-entry.js',
  'measure/runner/bench-host/entry.js',
  'scenario/loading/bundle/source-meta.js',
  'measure/self-test/worker.js',
];

/** Packages with binaries or files of their own, and those that are optional. */
const outside = ['esbuild', 'systeminformation', 'lmdb', 'chartjs-node-canvas', 'chart.js', 'chartjs-*'];

/** What CommonJS packages expect around them. */
const banner = [
  "import { createRequire as requireFrom } from 'node:module';",
  "import { fileURLToPath as pathFrom } from 'node:url';",
  'const require = requireFrom(import.meta.url), __filename = pathFrom(import.meta.url), __dirname = pathFrom(new URL(".", import.meta.url));',
].join(' ');

/** zod speaks fifty languages; its messages are shown in one. */
const englishOnly = {
  name: 'english-only',
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Writes lib/ below `root`. What has not changed is left alone: a run that goes on meanwhile may yet load it. */
export async function bundle(root) {
  const lib = join(root, 'lib');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries.map((file) => join('dist/src', file)),
    outdir: lib,
    outbase: 'dist/src',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.0',
    charset: 'utf8',
    external: outside,
    banner: { js: banner },
    legalComments: 'none',
    // Names stay, for whoever reads a stack.
    minifySyntax: true,
    plugins: [englishOnly],
    logLevel: 'warning',
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
  for (const file of declarationsFrom(join(root, 'dist/src'), publicNames))
    files.set(join(lib, relative(join(root, 'dist/src'), file)), readFileSync(file));
  for (const [path, contents] of files) writeChanged(path, contents);
  for (const file of filesIn(lib)) if (!files.has(file)) rmSync(file);
}

/** The declarations that a user's compiler reads: of the public names, and of whatever those are made of. */
function declarationsFrom(folder, names) {
  const found = new Set();
  const add = (file) => {
    if (found.has(file) || !existsSync(file)) return;
    found.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import\()\s*['"](\.[^'"]+)['"]/g,
    ))
      add(join(dirname(file), specifier.replace(/\.js$/, '.d.ts')));
  };
  for (const name of names) add(join(folder, name.replace(/\.js$/, '.d.ts')));
  return found;
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
