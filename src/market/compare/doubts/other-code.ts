import { codesOf } from '../joined-work.js';
import type { Doubt } from '../schema.js';
import type { DoubtCheck } from './doubt-context.js';

/** Before and after are different code: the point of such a comparison, so it is only said. */
export const otherCode: DoubtCheck = ({ answered }) =>
  answered.flatMap(({ work }): Doubt[] => {
    const codes = [...codesOf(work).keys()];
    if (codes.length < 2) return [];
    const hashes = codes.map((hash) => hash.slice(0, 12)).join(' → ');
    return [
      {
        check: 'other-code',
        severity: 'info',
        message: `The code of ${work.title} changed (${hashes}).`,
        advice: '',
      },
    ];
  });
