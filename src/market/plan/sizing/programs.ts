import type { ProgramsDemand } from '../request.js';
import {
  longestShare,
  MS_PER_HOUR,
  type Server,
  type Shortfall,
  type SizingOf,
  taskMsOn,
  wholeInstances,
} from './sizing.js';

/** As many workers as programs; each program is a task from its start to its end on one of them. */
export const programsSizing: SizingOf<ProgramsDemand> = ({ programs, deadlineMs }, { headroom }, work) => {
  const longest = longestShare(work);
  const timeMs = (server: Server) => longest * taskMsOn(server);
  const atLeast = ({ workers }: Server) => wholeInstances(programs / (1 - headroom) / workers);
  const isInTime = (server: Server) => deadlineMs === undefined || timeMs(server) <= deadlineMs;
  const least = (server: Server): number | Shortfall =>
    isInTime(server) ? atLeast(server) : { constraint: 'deadline', nearestMs: timeMs(server) };
  return {
    atLeast,
    least,
    roughly: least,
    isEnough: (server, instances) => isInTime(server) && instances >= atLeast(server),
    utilisation: ({ workers }, instances) => programs / (workers * instances),
    timeMs,
    roughTimeMs: timeMs,
    tasksPerHour: (server) => (MS_PER_HOUR * programs) / taskMsOn(server),
  };
};
