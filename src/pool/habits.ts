import { UsageError, unknownName } from '../errors.js';
import { shown } from '../read-options.js';

/** What is wrong with what stands in the place of a function's name. */
export function noFunctionName(given: unknown, functions: readonly string[] = []): UsageError {
  if (typeof given === 'string') return unknownName('function of the task module', given, functions);
  if (typeof given === 'function') return new UsageError(notItself(given.name, functions));
  const others = functions.length > 0 ? `: ${functions.join(', ')}` : '';
  return new UsageError(
    `The function is ${shown(given)}; it must be the name of one that the task module exports${others}.`,
  );
}

/** Python sends the function itself, by its name behind the scenes. */
function notItself(name: string, functions: readonly string[]): string {
  const why = 'workers import the task module and call its functions by name';
  if (functions.includes(name)) return `Pass the function's name, '${name}', not the function: ${why}.`;
  const way =
    name === '' ? 'Export yours there and pass its name' : `Export ${name} there and pass '${name}'`;
  return `Pass a function's name, not the function: ${why}. ${way}.`;
}

/** @throws UsageError for an item of `starmap` that is no list of arguments. */
export function checkArgumentLists(items: readonly unknown[], name: string): void {
  const index = items.findIndex((item) => !isList(item));
  if (index < 0) return;
  throw new UsageError(
    `Item ${index} of starmap is ${shown(items[index])}; each item must be the list of arguments of one call: starmap('${name}', [[1, 2]]) calls ${name}(1, 2). Use map where each item is one argument.`,
  );
}

/** A text could be spread as well, into its characters, which nobody wants. */
function isList(item: unknown): boolean {
  return (
    typeof item === 'object' &&
    item !== null &&
    typeof (item as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
  );
}

/** Why something cannot be the items of a call, and what could. */
export function notItems(items: unknown): UsageError {
  return new UsageError(
    `The items are ${itemsShown(items)}; they must be an iterable or an async iterable${wayOut(items)}.`,
  );
}

function itemsShown(items: unknown): string {
  if (isPromise(items)) return 'a promise';
  if (typeof items === 'object' && items !== null) return 'an object without an iterator';
  return shown(items);
}

function wayOut(items: unknown): string {
  if (isPromise(items)) return '. Await it first';
  if (typeof items === 'function') return '. Call it, if that is what it returns';
  if (typeof items === 'object') return '';
  return items === undefined ? '' : `: [${shown(items)}] for a single one`;
}

function isPromise(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}

/** What one does with an object of a class; disposal is left to the language, which says by itself what is missing. */
export function methodsOf(prototype: object): string[] {
  const properties = Object.getOwnPropertyDescriptors(prototype);
  return Object.entries(properties).flatMap(([name, { value }]) =>
    name !== 'constructor' && typeof value === 'function' ? [name] : [],
  );
}

/**
 * The same promise. Whoever forgets to await it and calls one of these methods gets a UsageError with the remedy,
 * instead of "is not a function".
 */
export function explained<T>(
  promise: Promise<T>,
  methods: readonly PropertyKey[],
  remedy: string,
): Promise<T> {
  const value = (): never => {
    // Nobody waits for it any more: how it ends must not end the program a second time.
    promise.then(undefined, () => undefined);
    throw new UsageError(remedy);
  };
  for (const method of methods) Object.defineProperty(promise, method, { value, configurable: true });
  return promise;
}

/** What one does to a list of results, and `get` of Python's AsyncResult. */
const ofResults = [Symbol.iterator, Symbol.asyncIterator, 'map', 'forEach', 'filter', 'reduce', 'get'];

/** All results of a call at once, for which one has to wait. */
export function awaitedResults<T>(results: Promise<T>, caller: string): Promise<T> {
  const loop =
    caller === 'consume' ? '' : '; for results as they come, loop with `for await` over `pool.imap(…)`';
  const remedy = `\`pool.${caller}(…)\` is a promise: write \`await pool.${caller}(…)\`${loop}.`;
  return explained(results, ofResults, remedy);
}

/** Python's names. */
const pythonNames = {
  apply_async: 'apply',
  map_async: 'map',
  starmap_async: 'starmap',
  imap_unordered: 'imapUnordered',
  submit: 'apply',
};

/** Calls under Python's names say what they are called here. */
export function explainPythonNames(prototype: object): void {
  for (const [python, here] of Object.entries(pythonNames)) {
    const why = here.startsWith('imap') ? '' : ': every call returns a promise';
    const value = (): never => {
      throw new UsageError(`\`pool.${python}\` is \`pool.${here}\` here${why}.`);
    };
    Object.defineProperty(prototype, python, { value, configurable: true });
  }
}
