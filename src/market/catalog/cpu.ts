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
  return /\d{4}(?<!0000)|\d[a-z]\d\d|-[envx]\d|graviton ?\d/.test(plainName(name ?? '')) ? words : undefined;
}

type CpuMaker = 'amd' | 'arm' | 'intel';

/** Who designed the core; undefined where neither name nor architecture tells. */
export function cpuMaker(name: string | null, architecture: string): CpuMaker | undefined {
  if (architecture === 'arm64') return 'arm';
  const makers = ['amd', 'intel'] as const;
  return makers.find((maker) => name?.toLowerCase().includes(maker));
}

/** The same of a type, if all the models that it comes with agree. */
export function makerOf({
  cpu,
  cpus = [cpu ?? ''],
  architecture,
}: {
  cpu: string | null;
  cpus?: readonly string[] | undefined;
  architecture: string;
}): CpuMaker | undefined {
  const [maker, ...others] = new Set(cpus.map((each) => cpuMaker(each, architecture)));
  return others.length === 0 ? maker : undefined;
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
    .replace(/\b\d+-core\b/g, ' ')
    .replace(/\bneoverse[- ]?(?=[env]\d)/g, 'neoverse-');
}

/**
 * Which generation of its line a server CPU is of, as its number tells; undefined where it does not. AMD EPYC: the last
 * digit of the four (7R13 is the third). Intel Xeon Scalable: the second digit (8488C is the fourth); Xeon E5 came
 * before the first, and Xeon 6 has no metal in its name.
 */
export function cpuGeneration(name: string): number | undefined {
  const epyc = /epyc\W+\d\w\d(\d)/i.exec(name)?.[1];
  if (epyc !== undefined) return Number(epyc);
  if (!/xeon/i.test(name)) return undefined;
  const scalable = /(?:platinum|gold|silver|bronze)\s+\d(\d)\d\d/i.exec(name)?.[1];
  if (scalable !== undefined) return Number(scalable);
  if (/\be[57]\W+\d{4}/i.test(name)) return 0;
  return /\b6[5-9]\d\d[pe]\b/i.test(name) ? 6 : undefined;
}

/** The design of an Arm core, such as `neoverse-v2`, or `apple`; undefined where the name does not tell. */
export function armCore(name: string): string | undefined {
  return /\b(?:neoverse-[env]\d|apple)\b/.exec(plainName(name))?.[0];
}
