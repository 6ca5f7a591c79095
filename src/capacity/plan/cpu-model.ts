/**
 * A CPU's name without what tells nothing: marks, clock, core count. Undefined for names that stand for many
 * models, such as "AMD EPYC" or "Intel(R) Xeon(R) CPU @ 2.20GHz" of virtual machines.
 */
export function cpuModel(name: string | null): string | undefined {
  const model = (name ?? '')
    .toLowerCase()
    .replace(/\((r|tm)\)/g, ' ')
    .replace(/@.*$|\bt? ?\d+\.\d+ ?ghz/g, ' ')
    .replace(/\b(cpu|processor|\d+-core)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return /\d{4}(?<!0000)|\d[a-z]\d\d|-[nvx]\d|graviton ?\d/.test(model) ? model : undefined;
}

export type CpuMaker = 'amd' | 'arm' | 'intel';

export function cpuMaker(name: string | null, architecture: string): CpuMaker | undefined {
  if (architecture === 'arm64') return 'arm';
  const makers = ['amd', 'intel'] as const;
  return makers.find((maker) => name?.toLowerCase().includes(maker));
}
