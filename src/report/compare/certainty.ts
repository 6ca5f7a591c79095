import type { SettingComparison } from '../../market/compare/index.js';
import { counted, formatInterval, formatRatio } from '../../stats/index.js';
import { type Cell, MISSING } from '../column.js';

/** `faster`, with the ratio; `cannot tell yet`, with what it takes. */
export function certaintyOf(comparison: SettingComparison | undefined): Cell {
  if (comparison === undefined) return { text: MISSING };
  const { verdict, ratio, moreRecords } = comparison;
  const figure = `${formatRatio(ratio.value)} (${formatInterval(ratio)})`;
  const more = moreRecords === undefined ? '' : `, about ${counted(moreRecords, 'more record')} each`;
  return { text: verdict, detail: verdict === 'cannot tell yet' ? `${figure}${more}` : figure };
}
