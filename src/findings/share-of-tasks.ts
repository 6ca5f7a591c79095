import { type Analysis, nameWork } from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { formatCount } from '../stats/index.js';
import type { Finding } from './finding.js';

/** Passes were of fewer tasks than there are: what is measured well is the work, not the end of a whole pass. */
export function shareOfTasks({ header }: RunRecord, { cases }: Analysis): Finding[] {
  return header.scenarios
    .filter(({ allTasks, tasks }) => allTasks !== undefined && allTasks > tasks)
    .map(({ name, params, tasks, allTasks }) => ({
      check: 'share-of-tasks',
      severity: 'info',
      cases: cases
        .filter(({ case: one }) => nameWork(one, []) === nameWork({ scenario: name, params }, []))
        .map(({ case: one }) => one.id),
      message: `${name}: passes were of ${formatCount(tasks)} of its ${formatCount(allTasks!)} tasks, spread evenly over all, so that rounds fit into the time. A pass of all waits less for its last tasks: it can be a little faster than these figures say.`,
      advice: 'Raise --max-time to measure whole passes.',
    }));
}
