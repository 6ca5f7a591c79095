import { isIdentifier } from '../../../workers/engines/index.js';
import { type Carried, type Form, isPrimitive } from './form.js';

const LONGEST = 80;
/** How much of what is equal stands before the first character that differs. */
const BEFORE = 20;

/** Two values that differ, as texts that differ, too: long ones are cut around the first difference. */
export function shownApart(one: Carried, other: Carried): [string, string] {
  const [a, b] = [shown(one), shown(other)];
  if (a === b) return [`${a} (${kindOf(one)})`, `${b} (${kindOf(other)})`];
  if (a.length <= LONGEST && b.length <= LONGEST) return [a, b];
  let from = 0;
  while (a[from] === b[from]) from++;
  const start = from <= BEFORE ? 0 : from - BEFORE;
  return [cut(a, start), cut(b, start)];
}

export function shownBriefly(value: Carried): string {
  return cut(shown(value), 0);
}

function cut(text: string, start: number): string {
  const end = start + LONGEST;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${text.length > end ? '…' : ''}`;
}

/** What a value is called where its text does not tell it from another. */
function kindOf(value: Carried): string {
  if (isPrimitive(value)) return value === null ? 'null' : typeof value;
  const { base, name } = value;
  return base === 'bytes' || base === name ? name : `${base} of class ${name}`;
}

/** As one would write it; of what is large, the beginning. */
function shown(value: Carried, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  return isPrimitive(value) ? String(value) : shownForm(value, depth);
}

const MOST_MEMBERS = 12;
const DEEPEST = 3;

function shownForm(form: Form, depth: number): string {
  const { base, name, atom, bytes, values } = form;
  switch (base) {
    case 'bytes':
      return `${name} [${listed([...bytes!.subarray(0, MOST_MEMBERS)].map(String), bytes!.length)}]`;
    case 'Date':
      return Number.isNaN(atom) ? 'Invalid Date' : `Date ${new Date(atom as number).toISOString()}`;
    case 'RegExp':
    case 'Symbol':
      return String(atom);
    case 'Function':
      return `function ${atom === '' ? 'without a name' : atom}`;
    case 'Error':
      return `${name}: ${shown(values[0] ?? '', depth + 1)}`;
    case 'Number':
    case 'String':
    case 'Boolean':
    case 'BigInt':
      return `new ${base}(${shown(atom)})`;
    default:
      return shownMembers(form, depth);
  }
}

function shownMembers({ base, name, keys, values, length }: Form, depth: number): string {
  const prefix = name === 'Object' || name === 'Array' ? '' : `${name} `;
  const [open, close] = base === 'Array' ? ['[', ']'] : ['{', '}'];
  const count = base === 'Map' ? values.length / 2 : (length ?? values.length);
  if (count === 0) return `${prefix}${open}${close}`;
  if (depth >= DEEPEST) return `${prefix}${open}…${close}`;
  const members = values
    .slice(0, base === 'Map' ? 2 * MOST_MEMBERS : MOST_MEMBERS)
    .map((v) => shown(v, depth + 1));
  const texts =
    base === 'Map'
      ? members.flatMap((text, at) => (at % 2 === 0 ? [`${text} => ${members[at + 1]}`] : []))
      : members.map((text, at) => (keys ? `${keyText(keys[at]!)}: ${text}` : text));
  return base === 'Array' ? `${prefix}[${listed(texts, count)}]` : `${prefix}{ ${listed(texts, count)} }`;
}

function listed(texts: readonly string[], count: number): string {
  return [...texts, ...(count > texts.length ? ['…'] : [])].join(', ');
}

const keyText = (key: string) => (isIdentifier(key) ? key : JSON.stringify(key));

/** Where in a result: as one would write it in code, from the end to the beginning. */
export interface Path {
  step: string;
  from?: Path;
}

export const ROOT: Path = { step: 'result' };

export function pathText(path: Path): string {
  const steps: string[] = [];
  for (let at: Path | undefined = path; at; at = at.from) steps.push(at.step);
  return steps.reverse().join('');
}
