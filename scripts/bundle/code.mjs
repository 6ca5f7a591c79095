// What becomes of a file of lib/ after it was joined.
import { parseAst } from 'rolldown/parseAst';
import { minifySync } from 'rolldown/utils';

export const minify = {
  // A debugger that is waited for stops there.
  compress: { dropDebugger: false },
  // Errors are called after their classes.
  mangle: { toplevel: true, keepNames: { class: true, function: false } },
};

/** What a file of lib/ says, made of what the bundler says. */
export function finished({ fileName, code }) {
  const { errors, code: short } = minifySync(
    'lib.cjs',
    loadedOnDemand(fileName, exportedAsValues(code)),
    minify,
  );
  if (errors.length > 0) throw new Error(errors[0].message);
  return inShortLines(short);
}

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
    forEachPart(node, visit);
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

/** The same for every name of a module: what is asked first loads it. */
const ON_DEMAND = 'const $load=load=>new Proxy({},{get:(_,name)=>load()[name]});';

/**
 * A module that another names is loaded when a name of it is first used: by then a command may have ended. What was
 * loaded takes the variable's place, so that asking again costs nothing.
 */
function loadedOnDemand(file, code) {
  /** By variable, what loads it. */
  const loaders = new Map();
  const text = ({ start, end }) => code.slice(start, end);
  const onDemand = (name, loader) => {
    loaders.set(name, loader);
    return `${name}=$load(()=>${name}=${loader})`;
  };
  const declared = ({ id, init }) => {
    if (isRequire(init) && !isAtOnce(file, text(init))) return onDemand(id.name, text(init));
    return isCopy(init, loaders) ? onDemand(id.name, copied(id.name, init)) : undefined;
  };
  // Of a part of Node that is asked for its names there need be no copy for the sake of its default.
  const copied = (name, { start, end, arguments: [original] }) => {
    const isDefaultAsked = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}\\.default\\b`).test(code);
    const loader = loaders.get(original.name);
    return isDefaultAsked
      ? code.slice(start, original.start) + loader + code.slice(original.end, end)
      : loader;
  };
  const edits = [];
  for (const node of parseAst(code).body) {
    const { start, end, type, declarations = [], expression } = node;
    if (
      declarations.some(({ init }) => isRequire(init) || isCopy(init, loaders)) &&
      type === 'VariableDeclaration'
    )
      edits.push({
        start,
        end,
        code: `let ${declarations.map((one) => declared(one) ?? text(one)).join(',')};`,
      });
    if (expression?.type === 'AssignmentExpression' && isCopy(expression.right, loaders)) {
      const { name } = expression.left;
      edits.push({ start, end, code: `${onDemand(name, copied(name, expression.right))};` });
    }
  }
  if (edits.length === 0) return code;
  edits[0].code = ON_DEMAND + edits[0].code;
  const changed = edits.reduceRight(
    (left, edit) => left.slice(0, edit.start) + edit.code + left.slice(edit.end),
    code,
  );
  // A name that another file exports is asked for when it is used, or two files would wait for each other.
  return changed.replace(/\bexports\.([\w$]+)=([\w$]+)(\.[\w$]+)(?=[,;]|$)/g, (whole, name, from, member) =>
    loaders.has(from)
      ? `Object.defineProperty(exports,"${name}",{enumerable:!0,get:()=>${from}${member}})`
      : whole,
  );
}

/** A worker needs it when a task has failed, which may have broken before what loads files. */
const isAtOnce = (file, loader) => file.startsWith('worker-side-') && loader.includes('errors');

const isRequire = (value) => value?.type === 'CallExpression' && value.callee.name === 'require';

/** `runtime.toESM(fs)`: what the bundler makes of a module that may be asked for its default. */
const isCopy = (value, loaders) =>
  value?.type === 'CallExpression' &&
  loaders.get(value.callee.object?.name)?.includes('rolldown-runtime') === true &&
  loaders.has(value.arguments[0]?.name);

/** What is exported by a function although nothing changes it: a value is shorter, and is read without a call. */
function exportedAsValues(code) {
  const changed = new Set();
  const visit = (node) => {
    if (node.type === 'AssignmentExpression') namesIn(node.left, changed);
    if (node.type === 'UpdateExpression') namesIn(node.argument, changed);
    if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') namesIn(node.left, changed);
    forEachPart(node, visit);
  };
  visit(parseAst(code));
  return code.replace(
    /Object\.defineProperty\(exports,"([\w$]+)",\{enumerable:!0,get:function\(\)\{return ?([\w$]+|`[^`]*`)\}\}\)/g,
    (whole, name, value) => (changed.has(value) ? whole : `exports.${name}=${value}`),
  );
}

function namesIn(pattern, names) {
  if (pattern.type === 'Identifier') names.add(pattern.name);
  if (pattern.type !== 'MemberExpression') forEachPart(pattern, (part) => namesIn(part, names));
}

/** Calls `visit` with each node below one of a syntax tree. */
export function forEachPart(node, visit) {
  for (const value of Object.values(node))
    for (const each of Array.isArray(value) ? value : [value])
      if (typeof each?.type === 'string') visit(each);
}
