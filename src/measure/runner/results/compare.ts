import { propertyStep } from '../../../workers/engines/index.js';
import { firstDifferentElement } from './bytes.js';
import { type Carried, type Form, isOfItsBase, isPrimitive } from './form.js';
import { Met, matchMembers } from './members.js';
import { type Path, pathText, ROOT, shownApart, shownBriefly } from './shown.js';

export interface CompareOptions {
  /** Numbers may differ by this share of the larger one, wherever they stand. 0: nothing may differ. */
  tolerance: number;
  /** The second result came in a message, which drops what no message carries: a loss, and no difference. */
  wasSent: boolean;
  /** A Buffer that arrives as another kind of bytes is told as a loss, too. */
  namesBuffers?: boolean;
}

/** A place in a result, and what stands there in each of the two. */
export interface Difference {
  path: string;
  expected: string;
  actual: string;
}

export interface Comparison {
  /** The first one; absent where the results are the same. */
  difference?: Difference;
  /** What the second lacks of the first, up to the first difference, one of each kind. */
  losses: Difference[];
}

/**
 * Holds a result against the expected one. The same bytes are the same, whichever buffer or view they are in; a
 * number is NaN as much as any other NaN, and −0 is not 0; members of maps and sets and properties may stand in any
 * order.
 */
export function compareForms(expected: Carried, actual: Carried, options: CompareOptions): Comparison {
  const comparer = new Comparer(options, new Met());
  const difference = comparer.first(expected, actual);
  return { losses: [...comparer.lost.values()], ...(difference && { difference }) };
}

type Texts = [expected: string, actual: string];
type Pair = { path: Path; expected: Carried; actual: Carried } | { path: Path; texts: Texts };

/** Depth first without recursion: results may be nested deeper than calls. */
class Comparer {
  readonly lost = new Map<string, Difference>();
  private readonly pairs: Pair[] = [];

  constructor(
    private readonly options: CompareOptions,
    private readonly met: Met,
  ) {}

  first(expected: Carried, actual: Carried): Difference | undefined {
    this.pairs.push({ path: ROOT, expected, actual });
    for (let pair = this.pairs.pop(); pair; pair = this.pairs.pop()) {
      const texts = 'texts' in pair ? pair.texts : this.compare(pair.path, pair.expected, pair.actual);
      if (texts) return { path: pathText(pair.path), expected: texts[0], actual: texts[1] };
    }
    return undefined;
  }

  /** The texts of two values that differ by themselves; what they hold is compared next. */
  private compare(path: Path, expected: Carried, actual: Carried): Texts | undefined {
    if (isPrimitive(expected) || isPrimitive(actual)) {
      return this.areSame(expected, actual) ? undefined : shownApart(expected, actual);
    }
    if (!this.met.add(expected, actual)) return undefined;
    const isLost = expected.name !== actual.name && this.losesClass(expected, actual);
    if (isLost) this.lose(`class ${expected.name}`, path, [expected.name, shownBriefly(actual)]);
    if (expected.base === 'bytes' && actual.base === 'bytes') return this.bytes(path, expected, actual);
    if (expected.base !== actual.base || (expected.name !== actual.name && !isLost)) {
      return isLost ? undefined : shownApart(expected, actual);
    }
    const areSame =
      expected.base === 'Number'
        ? this.areSame(expected.atom, actual.atom)
        : Object.is(expected.atom, actual.atom);
    if (!areSame) return shownApart(expected, actual);
    // The last that is pushed is compared first.
    this.compareExtras(path, expected, actual, isLost);
    if (expected.base === 'Map') this.compareMaps(path, expected, actual);
    else if (expected.base === 'Set') this.compareMembers(path, expected.values, actual.values);
    else this.compareProperties(path, expected, actual);
    if (!isLost) this.compareHidden(path, expected, actual);
    return undefined;
  }

  /** So that the first of them is compared first. */
  private pushAll(next: readonly Pair[]): void {
    for (let at = next.length - 1; at >= 0; at--) this.pairs.push(next[at]!);
  }

  private areSame(expected: Carried, actual: Carried): boolean {
    if (Object.is(expected, actual)) return true;
    if (typeof expected !== 'number' || typeof actual !== 'number') return false;
    const { tolerance } = this.options;
    const largest = Math.max(Math.abs(expected), Math.abs(actual));
    return tolerance > 0 && Number.isFinite(largest) && Math.abs(expected - actual) <= tolerance * largest;
  }

  private areEqual = (expected: Carried, actual: Carried): boolean =>
    this.areSame(expected, actual) ||
    (!isPrimitive(expected) &&
      !isPrimitive(actual) &&
      new Comparer(this.options, new Met(this.met)).first(expected, actual) === undefined);

  /** Whether what arrived is all that a message leaves of it. */
  private losesClass(expected: Form, actual: Form): boolean {
    if (!this.options.wasSent || !isOfItsBase(actual)) return false;
    if (expected.name === 'Buffer' && this.options.namesBuffers) return true;
    if (isOfItsBase(expected)) return false;
    return expected.base === actual.base || (actual.base === 'Object' && actual.values.length === 0);
  }

  private lose(kind: string, path: Path, [expected, actual]: Texts): void {
    if (!this.lost.has(kind)) this.lost.set(kind, { path: pathText(path), expected, actual });
  }

  private bytes(path: Path, expected: Form, actual: Form): undefined {
    const found = firstDifferentElement(expected, actual, (one, other) => this.areSame(one, other));
    if (found)
      this.pairs.push({ path: { step: found.step, from: path }, texts: shownApart(...found.values) });
    return undefined;
  }

  private compareProperties(path: Path, expected: Form, actual: Form): void {
    const isArray = expected.base === 'Array';
    const next: Pair[] = [];
    if (expected.keys || actual.keys) this.addByName(next, path, expected, actual);
    else this.addInOrder(next, path, expected.values, actual.values);
    if (isArray && expected.length !== actual.length) {
      const texts: Texts = [String(expected.length), String(actual.length)];
      next.push({ path: { step: '.length', from: path }, texts });
    }
    this.pushAll(next);
  }

  /** Two arrays without holes. */
  private addInOrder(
    next: Pair[],
    path: Path,
    expected: readonly Carried[],
    actual: readonly Carried[],
  ): void {
    const common = Math.min(expected.length, actual.length);
    for (let at = 0; at < common; at++) {
      if (this.areSame(expected[at], actual[at])) continue;
      next.push({ path: { step: `[${at}]`, from: path }, expected: expected[at], actual: actual[at] });
    }
  }

  private addByName(next: Pair[], from: Path, expected: Form, actual: Form): void {
    const isArray = expected.base === 'Array';
    const [names, theirs] = [namesOf(expected), namesOf(actual)];
    const isSame = names.length === theirs.length && names.every((key, index) => key === theirs[index]);
    const places = isSame ? undefined : new Map(theirs.map((key, place): [string, number] => [key, place]));
    const at = (key: string): Path => ({ step: propertyStep(key, isArray), from });
    for (const [index, key] of names.entries()) {
      const place = places ? places.get(key) : index;
      const value = expected.values[index];
      places?.delete(key);
      if (place === undefined) next.push({ path: at(key), texts: [shownBriefly(value), 'missing'] });
      else if (!this.areSame(value, actual.values[place]))
        next.push({ path: at(key), expected: value, actual: actual.values[place] });
    }
    for (const [key, place] of places ?? []) {
      next.push({ path: at(key), texts: ['missing', shownBriefly(actual.values[place])] });
    }
  }

  private compareMaps(path: Path, expected: Form, actual: Form): void {
    const [keys, theirs] = [expected, actual].map(({ values }) => values.filter((_, at) => at % 2 === 0));
    const next: Pair[] = [];
    for (const [one, other] of this.compareMembers(path, keys!, theirs!)) {
      const [value, its] = [expected.values[2 * one + 1], actual.values[2 * other + 1]];
      if (this.areSame(value, its)) continue;
      const step = `.get(${shownBriefly(keys![one])})`;
      next.push({ path: { step, from: path }, expected: value, actual: its });
    }
    this.pushAll(next);
  }

  private compareMembers(
    from: Path,
    expected: readonly Carried[],
    actual: readonly Carried[],
  ): [expected: number, actual: number][] {
    const { pairs, missing, extra } = matchMembers(expected, actual, this.areEqual);
    const has = (member: Carried, texts: Texts) =>
      this.pairs.push({ path: { step: `.has(${shownBriefly(member)})`, from }, texts });
    if (missing !== undefined) has(expected[missing], ['true', 'false']);
    else if (extra !== undefined) has(actual[extra], ['false', 'true']);
    return pairs;
  }

  private compareExtras(from: Path, expected: Form, actual: Form, isLost: boolean): void {
    const { wasSent } = this.options;
    const { extras } = actual;
    const theirs = new Map(extras?.keys.map((key, at): [string, Carried] => [key, extras.values[at]]));
    const next: Pair[] = [];
    for (const [at, key] of (expected.extras?.keys ?? []).entries()) {
      const path = { step: extraStep(key), from };
      const value = expected.extras!.values[at];
      if (theirs.has(key)) next.push({ path, expected: value, actual: theirs.get(key) });
      else {
        const texts: Texts = [shownBriefly(value), key === 'lastIndex' ? '0' : 'missing'];
        if (!wasSent) next.push({ path, texts });
        else if (!isLost) this.lose(`field ${key}`, path, texts);
      }
      theirs.delete(key);
    }
    for (const [key, value] of theirs) {
      next.push({ path: { step: extraStep(key), from }, texts: ['missing', shownBriefly(value)] });
    }
    this.pushAll(next);
  }

  /** Getters that arrive as values, and properties that no message carries. */
  private compareHidden(from: Path, expected: Form, actual: Form): void {
    if (!this.options.wasSent) return;
    for (const key of expected.getters ?? []) {
      if (actual.getters?.includes(key)) continue;
      const value = actual.values[namesOf(actual).indexOf(key)];
      const path = { step: propertyStep(key, false), from };
      this.lose(`getter ${key}`, path, ['a getter', `the value ${shownBriefly(value)}`]);
    }
    for (const symbol of expected.symbols ?? []) {
      if (actual.symbols?.includes(symbol)) continue;
      this.lose(`symbol ${symbol}`, { step: `[${symbol}]`, from }, ['there', 'missing']);
    }
  }
}

/** One of them is what a method gives. */
const extraStep = (key: string) => (key.endsWith('()') ? `.${key}` : propertyStep(key, false));

function namesOf({ keys, values }: Form): string[] {
  return keys ?? values.map((_, at) => String(at));
}
