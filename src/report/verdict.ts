import { counted, formatInterval, formatPercent, formatRatio } from '../stats/index.js';
import { type Column, MISSING } from './column.js';
import type { ReportCase } from './schema.js';

/** Against the recommended case of the same scenario. */
export const verdict: Column = {
  label: 'verdict',
  meaning:
    'Against the recommended case (serial, where nothing is decided): same within ±3 %, or clearly faster or slower; else about how many more rounds would tell; behind ±, the least difference that would have been seen',
  align: 'left',
  shows: ['console', 'markdown', 'html', 'csv'],
  width: 20,
  yields: 3,
  optional: true,
  cell: ({ versusRecommended: versus }) => {
    if (versus === undefined) return { text: MISSING };
    const { ratio, moreRounds } = versus;
    const text = textOf(versus);
    if (moreRounds !== undefined) return { text, detail: `about ${counted(moreRounds, 'more round')}` };
    return ratio === null
      ? { text }
      : { text, detail: `${formatRatio(ratio.value)} (${formatInterval(ratio)})` };
  },
  data: ({ versusRecommended: versus }) => ({
    verdict: versus?.verdict ?? null,
    ratioToRecommended: versus?.ratio?.value ?? null,
    leastDifference: versus?.leastDifference ?? null,
    moreRounds: versus?.moreRounds ?? null,
  }),
};

/** `same ±1.5 %`; `cannot tell ±17 %`, and `×3.15` where it is more than a doubling. */
function textOf({
  verdict: told,
  leastDifference: least,
}: NonNullable<ReportCase['versusRecommended']>): string {
  if (least === undefined) return told;
  const word = told === 'cannot tell yet' ? 'cannot tell' : told;
  return `${word} ${least < 1 ? `±${formatPercent(least)}` : `×${(1 + least).toPrecision(3)}`}`;
}
