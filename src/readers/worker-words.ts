/** What people call the number of workers, in the plural: parameters, columns, keys and parts of a name. */
const words = [
  'workers',
  'threads',
  'processes',
  'procs',
  'jobs',
  'cores',
  'cpus',
  'processors',
  'clients',
  'users',
  'concurrency',
  'parallelism',
];

const more = ['n', 'p', 'nproc', 'nthreads', 'nworkers'];

const singular = (word: string) => word.replace(/(?<=ss)es$|s$/, '');

/** Whether a name can only mean a number of workers: `threads`, `num_threads`, `Number of workers`, `THREADS`. */
export function meansWorkers(name: string): boolean {
  const core = name
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .replace(/\b(?:number|num|no|nr|of|count|param|parameter)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return more.includes(core) || words.some((word) => core === word || core === singular(word));
}

/** `workers:4` and `4 workers` as parts of a name, with what sets them apart from the rest. */
const patternsFor = (pattern: string): readonly RegExp[] => [
  new RegExp(`(?<![\\s,;/([-])[\\s,;/([-]*\\b(?:${pattern})\\s*[:=_ -]\\s*(\\d+)\\b[)\\]]?`, 'i'),
  new RegExp(`(?<![\\s,;/([-])[\\s,;/([-]*\\b(\\d+)[ _-](?:${pattern})\\b[)\\]]?`, 'i'),
];
const patterns = patternsFor(words.flatMap((word) => [word, singular(word)]).join('|'));

const escaped = (text: string): string => text.replace(/[^\w\s]/g, '\\$&');

/**
 * The number of workers in a name and the rest of it: `sort/workers:4`, `sort [threads=4]`, `sort, 4 threads`. With
 * `label`, the number that goes with that word alone.
 */
export function countInName(name: string, label?: string): { workers: number; rest: string } | undefined {
  const [labelled, counted] = label === undefined ? patterns : patternsFor(escaped(label));
  const match = labelled!.exec(name) ?? counted!.exec(name);
  if (match === null) return undefined;
  return { workers: Number(match[1]), rest: name.replace(match[0], '').trim() };
}

/** No machine, and no list of connections, has more. */
const MOST = 1e9;

/** Whether a number can be one of workers. */
export const isWorkers = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MOST;

/** A number of workers from text or JSON; undefined for anything but a whole number of at least 1. */
export function workersFrom(value: unknown): number | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const workers = isText ? Number(value) : value;
  return isWorkers(workers) ? workers : undefined;
}
