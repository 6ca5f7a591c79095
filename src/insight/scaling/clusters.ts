import { counted, geometricMean, listed, type TwoClusters, twoClusters } from '../../stats/index.js';
import type { ScalingDoubt } from './doubts.js';
import type { ScalingPoint } from './points.js';

/** The samples of a worker count, in any unit that grows with the speed. */
interface Sampled {
  workers: number;
  samples: readonly number[];
}

/** Samples of each count: its own, or those of the points that share it. */
export function samplesOf(points: readonly ScalingPoint[]): Sampled[] {
  const counts = [...new Set(points.map(({ workers }) => workers))].sort((a, b) => a - b);
  return counts.map((workers) => {
    const same = points.filter((point) => point.workers === workers);
    const samples = same.length > 1 ? same.map(({ throughput }) => throughput) : (same[0]!.samples ?? []);
    return { workers, samples };
  });
}

/** Samples in two groups: at single counts, or, where each has few, at all counts together. */
export function clusterDoubts(counts: readonly Sampled[]): ScalingDoubt[] {
  const found = counts.flatMap(({ workers, samples }) => {
    const clusters = twoClusters(samples);
    return clusters === undefined ? [] : [{ workers, clusters }];
  });
  const [first] = found;
  if (first !== undefined) {
    const all = found.map(({ workers }) => String(workers));
    const [where, example] =
      found.length === 1
        ? [counted(first.workers, 'worker'), '']
        : [`${listed(all)} workers`, ` at ${first.workers}`];
    return doubt(` at ${where}`, `${slowerOnes(first.clusters)}${example}`);
  }
  const together = twoClusters(counts.flatMap(({ samples }) => relative(samples)));
  return together === undefined ? [] : doubt('', slowerOnes(together));
}

/** As shares of their typical value, so that counts can be put together. */
function relative(samples: readonly number[]): number[] {
  if (samples.length < 2) return [];
  const sorted = samples.toSorted((a, b) => a - b);
  const typical = geometricMean(sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1));
  return samples.map((sample) => sample / typical);
}

function slowerOnes({ low, high, lower, all }: TwoClusters): string {
  return `${lower} of ${all} take ${(high / low).toFixed(2)}× as long as the others`;
}

function doubt(where: string, which: string): ScalingDoubt[] {
  const message = `Samples fall into two groups${where}: ${which}. The mean describes neither group.`;
  return [{ kind: 'two-clusters', message }];
}
