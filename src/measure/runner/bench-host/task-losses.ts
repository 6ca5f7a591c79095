import { TaskError } from '../../../errors.js';
import type { Engine } from '../../../workers/engines/index.js';
import { compareForms } from '../results/compare.js';
import { formOf } from '../results/form-of.js';
import type { Observed } from './protocol.js';

/** So many are looked at: tasks of a scenario are alike as a rule. */
const MOST_TASKS = 100;

/**
 * A visit whose error or wrong result also says what its tasks lost on their way to the workers: a task that arrives
 * as less than it was fails somewhere else, in `run`.
 */
export async function namingTaskLosses(
  engine: Engine,
  tasks: () => readonly unknown[],
  visit: () => Promise<Observed>,
): Promise<Observed> {
  const hint = () => (engine.placement === 'inline' ? undefined : taskLoss(tasks(), !engine.sharesNothing));
  try {
    const observed = await visit();
    const { verification } = observed;
    const told = verification?.verified === false && hint();
    if (!verification || !told) return observed;
    return {
      ...observed,
      verification: { ...verification, difference: `${verification.difference}. ${told}` },
    };
  } catch (thrown) {
    const told = thrown instanceof TaskError && hint();
    if (!told) throw thrown;
    const { message, task, worker, engine: name, cause } = thrown;
    throw new TaskError(`${message.replace(/\.$/, '')}. ${told}`, task, worker, name, { cause });
  }
}

/** What the first task that arrives changed has lost, as a sentence. `losesBuffers`: a Buffer is not one any more. */
export function taskLoss(tasks: readonly unknown[], losesBuffers: boolean): string | undefined {
  for (const task of tasks.slice(0, MOST_TASKS)) {
    const options = { tolerance: 0, wasSent: true, namesBuffers: losesBuffers };
    const [lost] = compareForms(formOf(task), formOf(copyOf(task)), options).losses;
    if (!lost) continue;
    const place = lost.path.replace(/^result/, 'task');
    return `Tasks arrive changed: ${place} is ${lost.expected} where tasks are made and ${lost.actual} in a worker.`;
  }
  return undefined;
}

/** The task itself where no message carries it: that is told by others. */
function copyOf(task: unknown): unknown {
  try {
    return structuredClone(task);
  } catch {
    return task;
  }
}
