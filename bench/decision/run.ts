import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/own-package.js';
import { periodMs, startNeighbour } from '../neighbour/index.js';
import type { Machine } from './cells.js';
import { type JobParams, WORKERS } from './planted.js';

const command = join(packageRoot, 'lib/cli/main.cjs');
const scenario = fileURLToPath(new URL('./job.js', import.meta.url));

/** What it has for ending its processes before it is killed. */
const GRACE_MS = 15_000;

export interface RunRequest {
  job: JobParams;
  machine: Machine;
  /** As behind `--max-time`. */
  maxTime: string;
  folder: string;
  /** Where in its period the neighbour begins, 0 to 1. */
  phase: number;
  /** After so long the run is ended and has failed: it did not keep its time. */
  patienceMs: number;
}

export interface Ended {
  wallMs: number;
  /** Why there is no answer. */
  failure?: string;
}

/** A run of the command line in a process of its own, as a user makes it; `signal` ends it, and its neighbour. */
export async function run(request: RunRequest, signal: AbortSignal): Promise<Ended> {
  const { machine, phase, patienceMs } = request;
  const endNeighbour =
    machine === 'quiet'
      ? () => undefined
      : startNeighbour(machine, { aheadMs: Math.round(phase * periodMs(machine)) });
  const begin = performance.now();
  const child = spawn(process.execPath, [command, ...argumentsOf(request)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const patience = setTimeout(() => stop(child), patienceMs);
  const onAbort = () => stop(child);
  signal.addEventListener('abort', onAbort);
  try {
    const failure = await failureOf(child);
    const wallMs = Math.round(performance.now() - begin);
    return { wallMs, ...(failure !== undefined && { failure }) };
  } finally {
    clearTimeout(patience);
    signal.removeEventListener('abort', onAbort);
    endNeighbour();
  }
}

/** Asks first: it then ends its own processes. */
function stop(child: ChildProcess): void {
  child.kill('SIGTERM');
  const last = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  child.once('close', () => clearTimeout(last));
}

function argumentsOf({ job, maxTime, folder }: RunRequest): string[] {
  const params = Object.entries(job).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  return [
    ...['run', scenario, '--engine', 'threads', '--workers', String(WORKERS)],
    ...['--max-time', maxTime, '--out', folder, '--quiet'],
    ...params,
  ];
}

async function failureOf(child: ChildProcess): Promise<string | undefined> {
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const [code, signal] = await once(child, 'close');
  return code === 0 ? undefined : `It ended with ${signal ?? code}: ${said.trim()}`;
}
