// What is left out of the packages that are joined into lib/, and said otherwise in them: each for its reason.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { forEachPart } from './code.mjs';

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

/**
 * commander as modules, joined with what uses them: inside the function that a bundler puts around CommonJS, V8 parses
 * each method twice before the first is called.
 */
const commanderAsModules = {
  name: 'commander-as-modules',
  transform: {
    filter: { id: /commander[\\/](index|lib[\\/]\w+)\.js$/ },
    handler: (code) =>
      code
        .replace(/^const (\{[^}]*\}) = require\(('[^']+')\);$/gm, 'import $1 from $2;')
        .replace(/^const (\w+) = require\(('[^']+')\);$/gm, 'import * as $1 from $2;')
        .replace(/^const (\w+) = require\(('[^']+')\)\.\1;$/gm, 'import { $1 } from $2;')
        .replace(/^exports\.(\w+) = (\w+);/gm, 'export { $2 as $1 };')
        // What makes commands without their class.
        .replace(/^exports\..*$/gm, ''),
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
    else forEachPart(node, visit);
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

export const packagePlugins = (root) => [
  usedMatrixMethods(root),
  usedChecks(root),
  englishOnly,
  withoutJsonSchemas,
  anyCanvas,
  commanderAsModules,
];
