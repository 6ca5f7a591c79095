import { basename } from 'node:path';
import { OverdueError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import type { RunningChunk } from '../../../workers/session/index.js';
import { sampledIndices, type TaskSample } from '../visit/sample.js';
import type { BenchMethod, ScenarioRef } from './protocol.js';
import type { StageNow } from './stage.js';

/** What a call to a bench host is about, for messages. */
export interface About {
  /** The scenario's name. */
  title: string;
  /** Path of the user's file. */
  source: string;
  engine?: string;
  sample?: TaskSample;
  /** What the visit is called. */
  visit?: string;
}

/** What requests of all methods may have. */
export interface CallRequest {
  visit?: string;
  limitMs?: number;
  engine?: string;
  scenario?: ScenarioRef;
  source?: string;
}

export function aboutOf(method: BenchMethod, { scenario, source, engine, visit }: CallRequest): About {
  const file = scenario?.source ?? source ?? scenario?.module ?? method;
  const runsOn = method === 'serialPass' ? 'serial' : engine;
  const sample = scenario?.sample;
  return {
    title: scenario?.title ?? basename(file),
    source: file,
    ...(runsOn !== undefined && { engine: runsOn }),
    ...(sample && { sample }),
    ...(visit !== undefined && { visit }),
  };
}

/** What a bench host is in the middle of, in words. */
export interface Doing {
  /** `task 3 of imports` */
  what: string;
  /** What it has not done yet: `returned`. */
  not: string;
  /** `, in worker 1 (threads)` where that is known. */
  where: string;
}

/** `running`: what the workers have begun, where the host could tell. Undefined where nothing of the user's runs. */
export function doingOf(
  now: Pick<StageNow, 'stage' | 'first' | 'tasks'>,
  about: About,
  running: readonly RunningChunk[] = [],
): Doing | undefined {
  const { title, source } = about;
  switch (now.stage) {
    case 'idle':
      return undefined;
    case 'load':
      return { what: source, not: 'finished loading', where: '' };
    case 'run':
      return runningOf(now, about, running);
    case 'warm-up':
      return warming(runningOf(now, about, running), about);
    case 'keep':
      return { what: `the results of ${title}`, not: 'been written', where: '' };
    case 'open':
      return { what: `a worker for ${title}`, not: 'become ready', where: '' };
    case 'close':
      return { what: `a worker for ${title}`, not: 'ended', where: '' };
    default:
      return { what: `\`${now.stage}\` of ${title}`, not: 'returned', where: '' };
  }
}

function warming(doing: Doing, { title }: About): Doing {
  const isTask = doing.not === 'returned';
  return { ...doing, what: isTask ? `${doing.what} (warm-up)` : `the warm-up of ${title}` };
}

function runningOf(
  now: Pick<StageNow, 'first' | 'tasks'>,
  { title, engine, sample }: About,
  [one]: readonly RunningChunk[],
): Doing {
  const { first, tasks } = one ?? now;
  // Before its first task, or after its last one.
  if (tasks === 0) return { what: `a pass of ${title}`, not: 'ended', where: '' };
  const task = sample ? (sampledIndices(sample)[first] ?? first) : first;
  const which = tasks === 1 ? `task ${task}` : `one of ${tasks} tasks from task ${task} on`;
  const where = one && engine !== undefined ? `, in worker ${one.worker} (${engine})` : '';
  return { what: `${which} of ${title}`, not: 'returned', where };
}

/** For a visit that was ended. `hint`: a sentence on what allows more. */
export function overdueError({ what, not, where }: Doing, afterMs: number, hint = ''): OverdueError {
  return new OverdueError(`${what} had not ${not} after ${formatMs(afterMs)}${where}.${hint}`);
}

/** For a visit that goes on. */
export function slowNote({ what, not, where }: Doing, forMs: number): string {
  return `${what} has not ${not} for ${formatMs(forMs)}${where}.`;
}

/** For a visit that took longer than it may as a whole; `doing`: what it was in the middle of, where that is known. */
export function overdueVisit(
  { visit, title }: About,
  doing: Doing | undefined,
  limitMs: number,
): OverdueError {
  const within = doing ? `: ${doing.what} had not ${doing.not}${doing.where}` : '';
  return new OverdueError(
    `${visit ?? title} had not ended when its ${formatMs(limitMs)} were over${within}. --case-timeout allows more.`,
  );
}
