import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sample } from './sample.js';
import { LENGTH_NAME } from './tasks.js';

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** What so many workers do at tasks of one length. */
export interface Load {
  lengthUs: number;
  workers: number;
}

/** About a second of work a pass, where messages cost nothing. */
const PASS_US = 1e6;
const MOST_TASKS = 20_000;

/** So many tasks in a pass. Without a length: as many as it takes to see cold code become warm. */
export function tasksOf({ lengthUs, workers }: Load): number {
  if (lengthUs === 0) return MOST_TASKS;
  return Math.min(MOST_TASKS, Math.ceil((PASS_US * workers) / lengthUs));
}

/** Short tasks get warm in more passes. */
const passesOf = ({ lengthUs }: Load) => (lengthUs < 500 ? 7 : 3);

/** One sample of a contender, in a process of its own; undefined where it does not get that far. */
export async function sampleOf(name: string, load: Load): Promise<Sample | undefined> {
  const { workers, lengthUs } = load;
  const args = [name, workers, tasksOf(load), passesOf(load)].map(String);
  return (await answerOf('sample.js', args, lengthUs)) as Sample | undefined;
}

/** Programs that ended without an answer, each as it was called: some pools let their process end now and then. */
export const unanswered: string[] = [];

const TRIES = 3;

/** What the program sends before it ends; undefined where it sent nothing, however often it was started. */
export async function answerOf(file: string, args: readonly string[], lengthUs = 0): Promise<unknown> {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await tryFor(file, args, lengthUs);
    if (answer !== undefined) return answer;
    unanswered.push(`${file} ${args.join(' ')}`);
  }
  return undefined;
}

async function tryFor(file: string, args: readonly string[], lengthUs: number): Promise<unknown> {
  const env = { ...process.env, [LENGTH_NAME]: String(lengthUs) };
  const child = fork(beside(`./${file}`), args, { env, execArgv: ['--expose-gc'] });
  let answer: unknown;
  child.once('message', (message) => {
    answer = message;
  });
  await once(child, 'close');
  return answer;
}

/** Python's own pool, by chunksize (0: its own rule); undefined where there is no python3. */
export function pythonSample(chunksize: number, load: Load): Sample | undefined {
  const { workers, lengthUs } = load;
  const numbers = [workers, tasksOf(load), passesOf(load), chunksize].map(String);
  const source = beside('../../../bench/dispatch/pool.py');
  const env = { ...process.env, [LENGTH_NAME]: String(lengthUs) };
  const { status, stdout, error, stderr } = spawnSync('python3', [source, ...numbers], {
    env,
    encoding: 'utf8',
  });
  if (error) return undefined;
  if (status !== 0) throw new Error(`python3 ${source}: ${stderr}`);
  return JSON.parse(stdout) as Sample;
}
