/** How well the CPU that a system shows fits a model of the catalog. */
export type CpuMatch = 'same' | 'possible' | 'other';

/**
 * Compares CPU models as guests are shown them. Spelling does not count (`Intel(R) Xeon(R) Platinum 8488C` and
 * `Intel Xeon® Platinum 8488C` are the same), nor do clock and core counts. A hypervisor may show the brand alone
 * (`AMD EPYC`): any model of that brand is possible then.
 */
export function matchCpu(shown: string, model: string): CpuMatch {
  const here = wordsOf(shown);
  const there = wordsOf(model);
  const namesModel = here.some((word) => /\d/.test(word));
  if (namesModel) return here.join(' ') === there.join(' ') ? 'same' : 'other';
  return here.length > 0 && here.every((word) => there.includes(word)) ? 'possible' : 'other';
}

const vendors = new Set(['intel', 'amd', 'arm', 'ampere', 'cpu', 'processor', 'genuine']);

function wordsOf(model: string): string[] {
  const plain = model
    .toLowerCase()
    .replace(/\((r|tm|c)\)|[®™©]/g, ' ')
    .replace(/@.*$/, ' ')
    .replace(/\b\d+-core\b/g, ' ');
  const words = plain.split(/\s+/).filter((word) => word !== '' && !vendors.has(word));
  return [...new Set(words)].sort();
}
