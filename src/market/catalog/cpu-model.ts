/** How well the CPU that a system shows fits a model of the catalog. */
export type CpuMatch = 'same' | 'possible' | 'other';

/**
 * Compares CPU models as guests are shown them. Spelling does not count (`Intel(R) Xeon(R) Platinum 8488C` and
 * `Intel Xeon® Platinum 8488C` are the same), nor do clock and core counts. A hypervisor may show the brand alone
 * (`AMD EPYC`): any model of that brand is possible then.
 */
export function matchCpu(shown: string, model: string): CpuMatch {
  const here = cpuModel(shown);
  if (here !== undefined) return here === cpuModel(model) ? 'same' : 'other';
  const words = wordsOf(shown);
  const there = wordsOf(model);
  return words.length > 0 && words.every((word) => there.includes(word)) ? 'possible' : 'other';
}

/**
 * A CPU's name without what tells nothing: marks, maker, clock, core count, the order of words. Undefined for names
 * that stand for many models, such as "AMD EPYC" or "Intel(R) Xeon(R) CPU @ 2.20GHz" of virtual machines.
 */
export function cpuModel(name: string | null): string | undefined {
  const words = wordsOf(name ?? '').join(' ');
  return /\d{4}(?<!0000)|\d[a-z]\d\d|-[nvx]\d|graviton ?\d/.test(plainName(name ?? '')) ? words : undefined;
}

export type CpuMaker = 'amd' | 'arm' | 'intel';

/** Who designed the core; undefined where neither name nor architecture tells. */
export function cpuMaker(name: string | null, architecture: string): CpuMaker | undefined {
  if (architecture === 'arm64') return 'arm';
  const makers = ['amd', 'intel'] as const;
  return makers.find((maker) => name?.toLowerCase().includes(maker));
}

const vendors = new Set(['intel', 'amd', 'arm', 'ampere', 'cpu', 'processor', 'genuine']);

function wordsOf(model: string): string[] {
  const words = plainName(model)
    .split(/\s+/)
    .filter((word) => word !== '' && !vendors.has(word));
  return [...new Set(words)].sort();
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\((r|tm|c)\)|[®™©]/g, ' ')
    .replace(/@.*$|\bt? ?\d+\.\d+ ?ghz/g, ' ')
    .replace(/\b\d+-core\b/g, ' ');
}
