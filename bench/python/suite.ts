import { defineSuite, type Suite, type Sweep } from 'corewise/scenario';

const works = ['cycles', 'calculate-e'] as const;
type Work = (typeof works)[number];

/** Ways of `pool.py` that are measured, those with a chunksize at each of them. */
const chunked = ['imap_unordered', 'map', 'map_async', 'starmap', 'initializer', 'futures'];
const single = ['apply_async', 'as_completed', 'processes'];

/** A row of the table: what is measured, and what it is called there. */
export interface Way {
  language: string;
  way: string;
  work: Work;
  /** The scenario's name in the report. */
  scenario: string;
  /** Of a program that takes tasks in chunks of its own. */
  ownChunksize?: number;
  sweep: Sweep;
}

export interface Pythons {
  /** `python3`. */
  python: string;
  /** One without a global lock, such as `python3.13t`; absent: it is not there. */
  free?: string | undefined;
}

export interface Size {
  /** Tasks of a pass. */
  tasks: number;
  /** Turns of a task's loop, the same in both languages. */
  iterations: number;
  /** Absolute path of this folder, where the Python programs are. */
  folder: string;
}

const WORKERS = [1, 2];
const CHUNKSIZES = [1, 4];

/** Node's engines, Python's workers and Python's own pools, all over the same work. */
export function waysOf({ python, free }: Pythons, size: Size): Way[] {
  return works.flatMap((work) => [
    inNode(work, size),
    ...workersIn(python, 'Python', work, size),
    ...(work === 'cycles' ? poolsIn(python, 'Python', work, size, [...chunked, ...single]) : []),
    ...(free ? workersIn(free, 'Python, no global lock', work, size) : []),
    ...(free ? poolsIn(free, 'Python, no global lock', work, size, ['threads']) : []),
  ]);
}

export function suiteOf(ways: readonly Way[]): Suite {
  return defineSuite({ name: 'python', sweeps: ways.map(({ sweep }) => sweep) });
}

function inNode(work: Work, { tasks, iterations }: Size): Way {
  const engines = ['serial', 'threads', 'processes'];
  const settings = { workers: WORKERS, chunksizes: CHUNKSIZES, dispatches: ['imapUnordered'] };
  const sweep = { scenario: work, params: { tasks, iterations }, engines, ...settings };
  return { language: 'Node', way: 'corewise', work, scenario: work, sweep };
}

function workersIn(python: string, language: string, work: Work, { tasks, iterations, folder }: Size): Way[] {
  const command = (program: string, way: string, more: object, ...args: string[]): Way => {
    const scenario = nameOf(python, work, way);
    const argv = [python, program, work, String(iterations), ...args];
    const own = { name: scenario, argv, range: `1..${tasks}`, cwd: folder, ...more };
    const sweep = { command: own, workers: WORKERS, chunksizes: CHUNKSIZES };
    return { language, way, work, scenario, sweep };
  };
  return [
    command('persistent.py', 'a persistent worker', { persistent: true }),
    command('plain.py', 'a process per chunk', {}, '{}'),
  ];
}

function poolsIn(
  python: string,
  language: string,
  work: Work,
  { tasks, iterations, folder }: Size,
  patterns: readonly string[],
): Way[] {
  const own = ['--work', work, '--tasks', String(tasks), '--iterations', String(iterations)];
  return patterns.flatMap((pattern) =>
    (chunked.includes(pattern) ? CHUNKSIZES : [1]).map((chunksize) => {
      const scenario = nameOf(python, work, chunked.includes(pattern) ? `${pattern} ${chunksize}` : pattern);
      const settings = [...own, '--chunksize', String(chunksize)];
      const argv = [python, 'pool.py', pattern, '{workers}', ...settings];
      const serial = [python, 'pool.py', 'serial', '1', ...settings];
      const sweep = { command: { name: scenario, argv, serial, cwd: folder }, workers: WORKERS };
      return { language, way: pattern, work, scenario, ownChunksize: chunksize, sweep };
    }),
  );
}

/** Lower-case words joined by hyphens. */
function nameOf(...parts: readonly string[]): string {
  return parts.join('-').replaceAll(/[^a-z\d]+/g, '-');
}
