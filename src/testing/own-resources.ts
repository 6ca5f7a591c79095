import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';

/** How many of each thing this process holds that would outlive whoever made it. */
export type Resources = ReadonlyMap<string, number>;

const workers = new Set<Worker>();
process.on('worker', (worker: Worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

/** Child processes (zombies included), threads, what keeps the loop alive, descriptors, listeners on `process`. */
export function ownResources(): Resources {
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const children = childProcesses();
  const bundlers = children.filter(isBundler).length;
  for (const child of children) if (!isBundler(child)) add(`child process ${child}`);
  for (const { threadId } of workers) add(`thread ${threadId}`);
  for (const kind of process.getActiveResourcesInfo()) if (!passing.has(kind)) add(`handle ${kind}`);
  for (const target of descriptors()) if (!isModule.test(target)) add(`descriptor of ${target}`);
  const sockets = counts.get('descriptor of socket') ?? 0;
  counts.set('descriptor of socket', sockets - bundlers * BUNDLER_SOCKETS);
  for (const event of process.eventNames())
    for (let left = process.listenerCount(event); left > 0; left--)
      add(`listener on process for ${String(event)}`);
  return counts;
}

/** What there is more of now than before: `2 more: handle MessagePort`. */
export function resourcesSince(before: Resources): string[] {
  return [...ownResources()].flatMap(([name, count]) => {
    const more = count - (before.get(name) ?? (kept.test(name) ? 1 : 0));
    return more > 0 ? [`${more} more: ${name}`] : [];
  });
}

/** What has been ended may take so long to be gone, and on a busy machine at least so many turns of the event loop. */
const PATIENCE_MS = 2_000;
const TURNS = 500;

/** What there is more of than before, and does not go by itself. */
export async function leftSince(before: Resources): Promise<string[]> {
  let left = resourcesSince(before);
  const from = performance.now();
  const isPatient = (turn: number) => turn < TURNS || performance.now() - from < PATIENCE_MS;
  for (let turn = 0; left.length > 0 && isPatient(turn); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    left = resourcesSince(before);
  }
  return left;
}

/** Of these a thread keeps one for as long as it lives: its own counters. */
const kept = /^descriptor of \/proc\/.*\/schedstat$/;

/** Node does not close what a thread was importing when it was terminated; nobody else could. */
const isModule = /\.m?js$/;

/** These end by themselves, in this turn or the next. */
const passing = new Set(['Immediate', 'FSReqCallback', 'FSReqPromise', 'CloseReq']);

/** The bundler keeps its process for the next bundle, reached by its input and its output; it ends with us. */
const BUNDLER_SOCKETS = 2;
const isBundler = (child: string) => child.includes('(esbuild)');

/** Not every kernel does: to ask all processes for their parents takes ten times as long. */
const listsChildren = existsSync(`/proc/self/task/${process.pid}/children`);

/** `123 (name) Z`: pid, name and state. */
function childProcesses(): string[] {
  const children = (thread: string) => read(`/proc/self/task/${thread}/children`).split(' ');
  const pids = listsChildren ? entries('/proc/self/task').flatMap(children) : entries('/proc');
  return pids
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const stat = read(`/proc/${pid}/stat`);
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(parent) !== process.pid) return [];
      return [`${stat.slice(0, stat.lastIndexOf(')') + 1)} ${state}`];
    });
}

/** What each open descriptor is of, without the numbers that tell sockets and pipes apart. */
function descriptors(): string[] {
  return entries('/proc/self/fd').flatMap((descriptor) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`);
      return [target.replace(/:\[\d+\]$/, '')];
    } catch {
      // The one that lists them.
      return [];
    }
  });
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
