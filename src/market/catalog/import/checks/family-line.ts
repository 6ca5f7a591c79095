import { formatPercent, formatRatio, median } from '../../../../stats/index.js';
import { pricePerVcpu } from '../../price.js';
import type { Check, Offer } from '../importer.js';

/** With fewer, nobody can say which of them is off. */
const FEWEST = 3;
/** A vCPU may cost so much more or less than in the rest of its family: local disks, a rounded price. */
const DOUBTFUL = 0.2;
/** Beyond this factor it is another product: in public data, meters with a Windows licence are 2.07 times as dear. */
const WRONG = 1.4;

/**
 * Within a family, at the same memory a vCPU, providers price by the vCPU. What is far off that line is no Linux
 * on-demand price and is left out; what is somewhat off is kept with a doubt. Accelerators have prices of their own.
 */
export const checkFamilyLine: Check = (offers, tally) => {
  const lines = linesOf(offers);
  return offers.filter((offer) => {
    const line = lines.get(groupOf(offer));
    if (line === undefined || offer.accelerated) return true;
    const ratio = pricePerVcpu(offer.instance) / line;
    if (Math.max(ratio, 1 / ratio) > WRONG) {
      tally.leftOut(
        'price per vCPU far off its family',
        `${offer.place}: ${formatRatio(ratio)} that of its family`,
      );
      return false;
    }
    if (Math.abs(ratio - 1) > DOUBTFUL)
      tally.kept(
        `price per vCPU more than ${formatPercent(DOUBTFUL)} off its family`,
        `${offer.place}: ${formatRatio(ratio)} that of its family`,
      );
    return true;
  });
};

/** The median price of a vCPU, for each group that has enough types to have one. */
function linesOf(offers: readonly Offer[]): Map<string, number> {
  const groups = new Map<string, number[]>();
  for (const offer of offers.filter(({ accelerated }) => !accelerated)) {
    const key = groupOf(offer);
    groups.set(key, [...(groups.get(key) ?? []), pricePerVcpu(offer.instance)]);
  }
  const enough = [...groups].filter(([, prices]) => prices.length >= FEWEST);
  return new Map(enough.map(([key, prices]) => [key, median(prices)]));
}

function groupOf({ instance }: Offer): string {
  const { provider, region, family, memoryGiB, vcpus } = instance;
  return [provider, region, family, (memoryGiB / vcpus).toFixed(1)].join(' ');
}
