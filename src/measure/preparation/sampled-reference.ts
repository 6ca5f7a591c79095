import { type Reference, sampledIndices, type TaskSample } from '../runner/index.js';

/** The reference of a pass of fewer tasks. */
export function sampledReference(reference: Reference, take: number): Reference {
  const of = reference.allTasks ?? reference.tasks;
  const taskMs = sampledTimes(reference, { of, take });
  return {
    ...reference,
    tasks: take,
    taskMs,
    passMs: taskMs.reduce((sum, ms) => sum + ms, 0),
    ...(take < of && { allTasks: of }),
  };
}

/** Of very many tasks only sums are kept: they become as much smaller as there are fewer tasks. */
function sampledTimes({ tasks, taskMs }: Reference, { of, take }: TaskSample): number[] {
  if (taskMs.length < tasks) return taskMs.map((ms) => (ms * take) / tasks);
  const ran = sampledIndices({ of, take: tasks });
  const times = new Map(ran.map((index, place) => [index, taskMs[place]!]));
  return sampledIndices({ of, take }).map((index) => times.get(index)!);
}
