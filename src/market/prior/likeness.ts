import { cpuMaker, cpuModel, familyOf } from '../catalog/index.js';

/** A machine, as far as others may be like it. */
export interface Likened {
  provider: string;
  /** Of the instance type; empty where that is not known. */
  name: string;
  cpu: string | null;
  architecture?: string;
}

/** How much two machines have in common, from nothing to a family of instance types. */
export const likenesses = ['any', 'maker', 'model', 'family'] as const;

export type Likeness = (typeof likenesses)[number];

/** Sizes of one family are most alike, then machines with one CPU model, then those whose cores one maker designed. */
export function likenessOf(a: Likened, b: Likened): Likeness {
  if (isSameFamily(a, b)) return 'family';
  const model = cpuModel(a.cpu);
  if (model !== undefined && model === cpuModel(b.cpu)) return 'model';
  const maker = makerOf(a);
  return maker !== undefined && maker === makerOf(b) ? 'maker' : 'any';
}

function isSameFamily(a: Likened, b: Likened): boolean {
  if (a.name === '' || b.name === '' || a.provider !== b.provider) return false;
  return familyOf(a.provider, a.name) === familyOf(b.provider, b.name);
}

function makerOf({ cpu, architecture }: Likened): string | undefined {
  const isArm = architecture === 'arm64' || /neoverse|graviton|ampere|cobalt/i.test(cpu ?? '');
  return cpuMaker(cpu, isArm ? 'arm64' : 'x86_64');
}
