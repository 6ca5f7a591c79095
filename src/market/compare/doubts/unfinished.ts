import { endOf } from '../../../record/index.js';
import type { ComparedRecord } from '../records.js';
import { type DoubtCheck, namesOf } from './doubt-context.js';

function isUnfinished({ record }: ComparedRecord): boolean {
  const stopped = endOf(record.lines);
  return record.torn || stopped === undefined || ['interrupted', 'failed'].includes(stopped.reason);
}

/** Runs that did not get to their end. */
export const unfinished: DoubtCheck = ({ records }) => {
  const some = records.filter(isUnfinished);
  if (some.length === 0) return [];
  return [
    {
      check: 'unfinished',
      severity: 'warning',
      message: `Interrupted, failed or still going: ${namesOf(some)}.`,
      advice: 'What was measured counts; settings may be missing. Let runs finish.',
    },
  ];
};
