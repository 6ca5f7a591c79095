import type { JobDemand } from '../request.js';
import { leastWhere } from './least-where.js';
import {
  longestShare,
  MS_PER_HOUR,
  type Server,
  type Shortfall,
  type SizingOf,
  taskMsOn,
  wholeInstances,
} from './sizing.js';

/**
 * Tasks are dealt out evenly over the instances, then in chunks to their workers, whichever is free. Tasks count as
 * equal, but no job is shorter than its longest one.
 */
export const jobSizing: SizingOf<JobDemand> = ({ tasks, deadlineMs }, { headroom }, work) => {
  const longest = longestShare(work);
  const withinMs = deadlineMs * (1 - headroom);
  const timeMs = (server: Server, instances: number) =>
    taskMsOn(server) * Math.max(longestRun(server, Math.ceil(tasks / instances)), longest);
  const atLeast = ({ perSecond }: Server) => wholeInstances((1000 * tasks) / withinMs / perSecond / SLACK);
  const isEnough = (server: Server, instances: number) => timeMs(server, instances) <= withinMs;
  const least = (server: Server): number | Shortfall => {
    const from = Math.min(tasks, atLeast(server));
    const found = leastWhere({ least: from, guess: from, most: tasks }, (n) => isEnough(server, n));
    return found ?? { constraint: 'deadline', nearestMs: timeMs(server, tasks) / (1 - headroom) };
  };
  return {
    atLeast,
    least,
    roughly: least,
    isEnough,
    utilisation: (server, instances) => timeMs(server, instances) / deadlineMs,
    timeMs,
    roughTimeMs: timeMs,
    tasksPerHour: (server, instances) => (MS_PER_HOUR * tasks) / timeMs(server, instances),
  };
};

/** For comparing times that were computed in another order. */
const SLACK = 1 + 1e-9;

/** Tasks that the worker runs that is done last: full turns, and the rest where only that is left for the last turn. */
function longestRun(server: Server, tasks: number): number {
  const { workers } = server;
  const chunksize = chunksizeFor(server, tasks);
  const chunks = Math.ceil(tasks / chunksize);
  const turns = Math.ceil(chunks / workers);
  const rest = tasks - (chunks - 1) * chunksize;
  const isRestAlone = chunks - (turns - 1) * workers === 1;
  return isRestAlone ? (turns - 1) * chunksize + rest : turns * chunksize;
}

/** Python's rule for `map`: four chunks per worker. */
function chunksizeFor({ chunksize, workers }: Server, tasks: number): number {
  return chunksize === 'auto' ? Math.max(1, Math.ceil(tasks / (4 * workers))) : chunksize;
}
