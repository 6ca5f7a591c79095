import type { RecordLine } from '../../../record/index.js';
import type { ComparedRecord } from '../records.js';
import { type DoubtCheck, namesOf } from './doubt-context.js';

type Stopped = Extract<RecordLine, { kind: 'stopped' }>;

function isUnfinished({ record }: ComparedRecord): boolean {
  const stopped = record.lines.findLast((line): line is Stopped => line.kind === 'stopped');
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
