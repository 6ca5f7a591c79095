import { counted } from '../../../stats/index.js';
import type { Doubt } from '../schema.js';
import type { DoubtCheck } from './doubt-context.js';

/** Cases that gave other results than serial, or failed: they are in no figure. */
export const leftOut: DoubtCheck = ({ records }) =>
  records.flatMap(({ name, insight }): Doubt[] => {
    const wrong = insight.cases.filter(({ verified }) => verified === false);
    const failed = insight.cases.filter(({ status, verified }) => status === 'failed' && verified !== false);
    if (wrong.length + failed.length === 0) return [];
    const told = [
      ...(wrong.length > 0 ? [`${counted(wrong.length, 'case')} gave different results from serial`] : []),
      ...(failed.length > 0 ? [`${counted(failed.length, 'case')} failed`] : []),
    ];
    return [
      {
        check: 'results',
        severity: wrong.length > 0 ? 'error' : 'warning',
        message: `${name}: ${told.join(' and ')}; left out of all figures.`,
        advice: 'The record’s own report says what went wrong.',
      },
    ];
  });

/** Settings whose results nobody could compare with serial’s, beside others that were compared. */
export const unchecked: DoubtCheck = ({ answered }) =>
  answered.flatMap(({ work, entries }): Doubt[] => {
    const some = entries.filter(({ verified }) => verified === null).map(({ group }) => group);
    if (some.length === 0 || work.openEnded || some.length === entries.length) return [];
    return [
      {
        check: 'unchecked',
        severity: 'warning',
        message: `${work.title}: the results of ${some.join(', ')} were not compared with serial’s; those of others were.`,
        advice: 'A fast wrong result is worth nothing: let the run get as far as the comparison.',
      },
    ];
  });
