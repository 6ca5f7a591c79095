// Joins what tsc wrote for the product into lib/: the files that are started or imported by name, and chunks that they
// share, so that every module exists once, whichever of them loads it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

/** Below dist/src, without `.js`. */
export const publicNames = ['index', 'worker', 'vitest', 'scenario/index'];
/** Those that are started are found by `ownFile` in src/own-package.ts. */
const entries = [
  ...publicNames,
  'cli/main',
  'workers/engines/other-pools/hosted-entry',
  'measure/runner/bench-host/entry',
  'scenario/loading/bundle/source-meta',
  'measure/self-test/worker',
];

/** What workers begin with is CommonJS: Node loads that in a third of the time, and every worker waits for it. */
const workerEntries = ['workers/engines/worker/thread-entry', 'workers/engines/worker/process-entry'];

/** zod speaks fifty languages; its messages are shown in one. */
const englishOnly = {
  name: 'english-only',
  load: {
    filter: { id: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ },
    handler: () => "export { default as en } from './en.js';",
  },
};

/** zod writes JSON Schemas too: scripts/schema.mjs asks for them, the product does not. */
const withoutJsonSchemas = {
  name: 'without-json-schemas',
  transform: {
    filter: { id: /zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ },
    handler: (code) => {
      const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
      return [...names, 'process'].map((name) => `export const ${name} = () => ({});`).join('\n');
    },
  },
};

/**
 * chartjs-node-canvas asks for node-canvas, whose installation downloads a binary or compiles one. What the repository
 * has in its place is a package with another name.
 */
const anyCanvas = {
  name: 'any-canvas',
  load: {
    filter: { id: /chartjs-node-canvas[\\/]dist[\\/]freshRequire\.js$/ },
    handler: () => `exports.freshRequire = (name) => {
      try {
        return require(name === 'canvas' ? '@napi-rs/canvas' : name);
      } catch {
        return require(name);
      }
    };`,
  },
};

/** No command of ours is a program of its own, which commander would start: what starts programs is slow to load. */
const childProcessesOnDemand = {
  name: 'child-processes-on-demand',
  transform: {
    filter: { id: /commander[\\/]lib[\\/]command\.js$/ },
    handler: (code) =>
      code.replace(
        "const childProcess = require('node:child_process');",
        "const childProcess = { get spawn() { return require('node:child_process').spawn; } };",
      ),
  },
};

/** What takes Node a millisecond and more to load, and a worker asks for only when a task fails, or when it is pinned. */
const rarelyAskedOnDemand = {
  name: 'rarely-asked-on-demand',
  transform: {
    filter: { id: /workers[\\/]engines[\\/](protocol[\\/]|worker[\\/]pin-thread)/ },
    handler: (code) =>
      code.replace(/^import \{([^}]*)\} from '(node:(?:v8|child_process))';$/gm, (_, names, module) =>
        names
          .split(',')
          .map((name) => `const ${name} = (...given) => require('${module}').${name}(...given);`)
          .join('\n'),
      ),
  },
};

/**
 * ml-matrix has some two hundred methods and operations on one class, of which no bundler drops one. Left out here is
 * each whose name is asked for nowhere: not by what uses matrices, and not by what is kept.
 */
const usedMatrixMethods = (root) => {
  const matrices = join(root, 'node_modules/ml-matrix/src');
  const kept = ['matrix.js', 'mathOperations.js'].map((file) => join(matrices, file));
  const users = [
    matrices,
    join(root, 'node_modules/ml-levenberg-marquardt/lib'),
    join(root, 'dist/src/insight/scaling'),
    join(root, 'dist/src/market/prior'),
  ].flatMap(filesBelow);
  const asked = users
    .filter((file) => !kept.includes(file))
    .flatMap((file) => namesAskedFor(readFileSync(file, 'utf8')));
  const parts = kept.flatMap((file) => matrixParts(readFileSync(file, 'utf8')));
  const used = new Set(asked);
  for (const name of used)
    for (const { code } of parts.filter((part) => part.name === name))
      for (const other of namesAskedFor(code)) used.add(other);
  return {
    name: 'used-matrix-methods',
    transform: {
      filter: { id: /ml-matrix[\\/]src[\\/](matrix|mathOperations)\.js$/ },
      handler: (code) =>
        matrixParts(code)
          .filter(({ name }) => !used.has(name))
          .reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), code),
    },
  };
};

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => join(folder, file));

/** Names of members, but for those of Math. */
const namesAskedFor = (code) => [...code.matchAll(/(?<!\bMath)\.(\w+)/g)].map(([, name]) => name);

/** Methods of its classes, and what is set on a class or its prototype: `AbstractMatrix.add = …`. */
function matrixParts(code) {
  const parts = [];
  const visit = (node) => {
    const of = node.type === 'ExpressionStatement' ? node.expression.left : node;
    const isMethod =
      node.type === 'MethodDefinition' && node.kind === 'method' && node.key.type === 'Identifier';
    const isSet =
      of?.type === 'MemberExpression' && !of.computed && /^AbstractMatrix\b/.test(code.slice(of.start));
    const name = isMethod ? node.key.name : isSet && of !== node ? of.property.name : undefined;
    if (name !== undefined && name !== 'prototype')
      parts.push({ name, start: node.start, end: node.end, code: code.slice(node.start, node.end) });
    else
      for (const value of Object.values(node))
        for (const each of Array.isArray(value) ? value : [value])
          if (typeof each?.type === 'string') visit(each);
  };
  visit(parseAst(code));
  return parts;
}

/** A type of zod has a method for each check and each way to parse, and so keeps all that they need: those asked for stay. */
const usedChecks = (root) => {
  const users = filesBelow(join(root, 'dist/src'))
    .map((file) => readFileSync(file, 'utf8'))
    .filter((code) => code.includes("from 'zod'"));
  const used = new Set(users.flatMap(namesAskedFor));
  return {
    name: 'used-checks',
    transform: {
      filter: { id: /zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ },
      handler: (code) =>
        [
          /^ +(\w+)\((?:params|\.\.\.args)\) \{\s+return this\.check\(.*\);\s+\},\n/gm,
          /^ +(?:async )?(\w+)(?:: (?:async )?function \w+)?\(data, params\) \{\s+return (?:await )?parse\..*;\s+\},\n/gm,
        ].reduce(
          (left, methods) => left.replace(methods, (method, name) => (used.has(name) ? method : '')),
          code,
        ),
    },
  };
};

/**
 * What users install beside corewise is loaded from there. zod is bundled all the same: as a dependency it stands for
 * its types, which ours are made of.
 */
function isOutside(root) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const outside = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name !== 'zod');
  return (id) => outside.some((name) => id === name || id.startsWith(`${name}/`));
}

/**
 * What is loaded together stands together, earlier names first. The rest is divided by who reaches it, into files that
 * may be small.
 */
const groups = [
  // With what tells of a limit, or every command would load the engines for it.
  ['errors', /src\/(errors|files\/limit-met)\./],
  ['own-package', /src\/own-package\./],
  // What task modules import: their workers have a copy of the rest already.
  ['task-modules', /src\/(workers\/current|scenario\/(?!loading))/],
  ['pin-thread', /workers\/engines\/worker\/pin-thread\./],
  [
    'worker',
    /src\/workers\/(session|current|engines\/(worker|protocol))\/(?!.*-entry|usage\.|resident-memory\.)/,
  ],
  ['usage', /workers\/engines\/worker\/(usage|resident-memory)\./],
  [
    'engines',
    /src\/(read-options|stats\/|files\/|host\/(?!metadata|describe|checklist|invented)|workers\/(engines|dispatch)\/(?!command\/|persistent\/|other-pools\/(?!engine|find-package)|distributed\/(?!libraries)|.*-entry))/,
  ],
  // Of these a bench host has names and keys, and nothing that they are for elsewhere.
  ['cases', /src\/(record\/work|measure\/cases\/(case|id|references))\./],
  [
    'scaling',
    /src\/(simulation|insight\/(scaling|pool-model\/(costs|saturation|simulation))|library\/(compare-records|plan-capacity|plan-runner)\.)/,
  ],
  ['cli', /node_modules\/commander\/|src\/cli\/(exit|print|options)\./],
  ['measuring', /src\/cli\/run\/(measuring-options|options)\./],
  ['loading', /src\/scenario\/loading\/bundle\/(?!source-meta)/],
];

/** The same of what workers load: all of them, and some of them later. */
const workerGroups = [
  ['worker', /^(?!.*(-entry|usage|resident-memory|pin-thread|wait-for-debugger)\.)/],
  ['later', /workers\/engines\/worker\/(?!.*-entry\.)/],
];

const inOrder = (all) =>
  all.map(([name, test], place) => ({
    name,
    test: (file) => test.test(file.replaceAll('\\', '/')),
    priority: all.length - place,
  }));

/** Characters after which a line ends where it can. */
const LINE = 4000;

/** What a line may begin with. */
const beginsLine =
  /Statement$|Declaration$|^(VariableDeclarator|MethodDefinition|PropertyDefinition|Property)$/;

/** Node prints the line in which an error was thrown: what throws has one to itself, and none is the whole file. */
function inShortLines(code) {
  const starts = [];
  const throwing = new Set();
  const visit = (node) => {
    if (beginsLine.test(node.type)) starts.push(node.start);
    if (node.type === 'ThrowStatement') {
      starts.push(node.end);
      throwing.add(node.start).add(node.end);
    }
    for (const value of Object.values(node))
      for (const each of Array.isArray(value) ? value : [value])
        if (typeof each?.type === 'string') visit(each);
  };
  visit(parseAst(code));
  const lines = [];
  let begin = 0;
  for (const start of starts.sort((a, b) => a - b))
    if (start - begin > LINE || (throwing.has(start) && start > begin)) {
      lines.push(code.slice(begin, start));
      begin = start;
    }
  return [...lines, code.slice(begin)].join('\n');
}

/** What stands in every page. */
export const pageFiles = ['report.css', 'report.js'];

function smaller(file, text) {
  return transformSync(text, { loader: extname(file).slice(1), minify: true, charset: 'utf8' }).code;
}

/** Writes lib/ below `root`. What has not changed is left alone: a run that goes on meanwhile may yet load it. */
export async function bundle(root) {
  const lib = join(root, 'lib');
  const product = await generated(root, entries, inOrder(groups), 'esm');
  const workers = await generated(root, workerEntries, inOrder(workerGroups), 'cjs');
  const output = [...product, ...workers];
  const files = new Map(output.map(({ fileName, code }) => [join(lib, fileName), inShortLines(code)]));
  for (const file of declarationsFrom(join(root, 'dist/src')))
    files.set(join(lib, relative(join(root, 'dist/src'), file)), readFileSync(file));
  for (const file of pageFiles)
    files.set(join(lib, file), smaller(file, readFileSync(join(root, 'assets', file), 'utf8')));
  files.set(join(lib, 'licences.txt'), licencesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)));
  replaceFiles(lib, files);
}

async function generated(root, names, codeGroups, format) {
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(names.map((name) => [name, `dist/src/${name}.js`])),
    platform: 'node',
    external: isOutside(root),
    resolve: {
      alias: {
        // As a module it needs nothing around it.
        'fastest-levenshtein': join(root, 'node_modules/fastest-levenshtein/esm/mod.js'),
        // Its modules, of which we use few, and not the one file that they are joined in.
        'ml-matrix': join(root, 'node_modules/ml-matrix/src/index.js'),
        // Without what animates.
        'chartjs-node-canvas': join(root, 'node_modules/chartjs-node-canvas/dist/chartJSNodeCanvas.js'),
      },
    },
    plugins: [
      usedMatrixMethods(root),
      usedChecks(root),
      englishOnly,
      withoutJsonSchemas,
      anyCanvas,
      childProcessesOnDemand,
      ...(format === 'cjs' ? [rarelyAskedOnDemand] : []),
    ],
  });
  const ending = format === 'cjs' ? 'cjs' : 'js';
  const { output } = await build.generate({
    format,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `[name]-[hash].${ending}`,
    codeSplitting: { groups: codeGroups },
    comments: false,
    minify: {
      // A debugger that is waited for stops there.
      compress: { dropDebugger: false },
      // Errors are called after their classes.
      mangle: { keepNames: { class: true, function: false } },
    },
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
