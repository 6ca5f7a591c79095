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
  const [one, other] = [traitsOf(a), traitsOf(b)];
  if (one.family !== undefined && one.family === other.family) return 'family';
  if (one.model !== undefined && one.model === other.model) return 'model';
  return one.maker !== undefined && one.maker === other.maker ? 'maker' : 'any';
}

interface Traits {
  family: string | undefined;
  model: string | undefined;
  maker: string | undefined;
}

/** Every machine is compared with all public types, so that names are read once. */
const known = new WeakMap<Likened, Traits>();

function traitsOf(machine: Likened): Traits {
  const found = known.get(machine) ?? readTraits(machine);
  known.set(machine, found);
  return found;
}

function readTraits({ provider, name, cpu, architecture }: Likened): Traits {
  const isArm = architecture === 'arm64' || /neoverse|graviton|ampere|cobalt/i.test(cpu ?? '');
  return {
    family: name === '' ? undefined : `${provider}/${familyOf(provider, name)}`,
    model: cpuModel(cpu),
    maker: cpuMaker(cpu, isArm ? 'arm64' : 'x86_64'),
  };
}
