import { defineSuite, type Suite, type Sweep } from 'corewise/scenario';

const works = ['cycles', 'calculate-e'] as const;
type Work = (typeof works)[number];

/** Ways of `pool.py` that are measured, with their chunksizes: of all that take one, in chunks of 4 one stands for them. */
const patterns: readonly (readonly [pattern: string, chunksize: number])[] = [
  ['imap_unordered', 1],
  ['imap_unordered', 4],
  ['map', 1],
  ['map_async', 1],
  ['starmap', 1],
  ['apply_async', 1],
  ['initializer', 1],
  ['futures', 1],
  ['as_completed', 1],
  ['processes', 1],
];
const threads = [['threads', 1]] as const;

/** A row of the table: what is measured, and what it is called there. */
export interface Way {
  language: string;
  way: string;
  work: Work;
  /** The scenario's name in the report. */
  scenario: string;
  /** Turns of all loops of a pass. */
  turns: number;
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
  /** Turns of a task's loop in Python. */
  iterations: number;
  /** In Node, which makes so many more in the time. */
  nodeIterations: number;
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
    ...(work === 'cycles' ? poolsIn(python, 'Python', work, size, patterns) : []),
    ...(free ? workersIn(free, 'Python, no global lock', work, size) : []),
    ...(free ? poolsIn(free, 'Python, no global lock', work, size, threads) : []),
  ]);
}

export function suiteOf(ways: readonly Way[]): Suite {
  return defineSuite({ name: 'python', sweeps: ways.map(({ sweep }) => sweep) });
}

function inNode(work: Work, { tasks, nodeIterations: iterations }: Size): Way {
  const engines = ['serial', 'threads', 'processes'];
  const settings = { workers: WORKERS, chunksizes: CHUNKSIZES, dispatches: ['imapUnordered'] };
  const sweep = { scenario: work, params: { tasks, iterations }, engines, ...settings };
  return { language: 'Node', way: 'corewise', work, scenario: work, turns: tasks * iterations, sweep };
}

function workersIn(python: string, language: string, work: Work, { tasks, iterations, folder }: Size): Way[] {
  const command = (program: string, way: string, more: object, ...args: string[]): Way => {
    const scenario = nameOf(python, work, way);
    const argv = [python, program, work, String(iterations), ...args];
    const own = { name: scenario, argv, range: `1..${tasks}`, cwd: folder, ...more };
    const sweep = { command: own, workers: WORKERS, chunksizes: CHUNKSIZES };
    return { language, way, work, scenario, turns: tasks * iterations, sweep };
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
  which: typeof patterns,
): Way[] {
  const turns = tasks * iterations;
  return which.map(([pattern, ownChunksize]) => {
    const scenario = nameOf(python, work, pattern, String(ownChunksize));
    const size = ['--tasks', String(tasks), '--iterations', String(iterations)];
    const settings = ['--work', work, ...size, '--chunksize', String(ownChunksize)];
    const argv = [python, 'pool.py', pattern, '{workers}', ...settings];
    const serial = [python, 'pool.py', 'serial', '1', ...settings];
    const command = { name: scenario, argv, serial, cwd: folder, verify: true };
    const sweep = { command, workers: WORKERS };
    return { language, way: pattern, work, scenario, turns, ownChunksize, sweep };
  });
}

/** Lower-case words joined by hyphens. */
function nameOf(...parts: readonly string[]): string {
  return parts.join('-').replaceAll(/[^a-z\d]+/g, '-');
}
