import { counted, formatInterval, formatRatio } from '../stats/index.js';
import { type Column, MISSING } from './column.js';

/** Against the recommended case of the same scenario. */
export const verdict: Column = {
  label: 'verdict',
  meaning:
    'Against the recommended case: same within ±3 %, or surely faster or slower; else about how many more rounds would tell',
  align: 'left',
  shows: ['console', 'markdown', 'html', 'csv'],
  width: 16,
  yields: 3,
  optional: true,
  cell: ({ versusRecommended: versus }) => {
    if (versus === undefined) return { text: MISSING };
    const { verdict: text, ratio, moreRounds } = versus;
    if (text === 'cannot tell yet' && moreRounds !== undefined)
      return { text, detail: `about ${counted(moreRounds, 'more round')}` };
    return ratio === null
      ? { text }
      : { text, detail: `${formatRatio(ratio.value)} (${formatInterval(ratio)})` };
  },
  data: ({ versusRecommended: versus }) => ({
    verdict: versus?.verdict ?? null,
    ratioToRecommended: versus?.ratio?.value ?? null,
    moreRounds: versus?.moreRounds ?? null,
  }),
};
