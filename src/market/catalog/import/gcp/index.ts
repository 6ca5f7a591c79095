import { z } from 'zod';
import { UsageError } from '../../../../errors.js';
import { familyOf } from '../../instance.js';
import {
  dayOf,
  type Importer,
  type ImportRequest,
  type Offer,
  type Offers,
  type Tally,
} from '../importer.js';
import { jsonList } from '../json-items.js';
import { type Rate, type Rates, rateKey, readRates } from './rates.js';

export const gcp: Importer = {
  name: 'gcp',
  description: 'machine types of gcloud with the SKUs of the Cloud Billing catalog',
  inputs: [
    { name: 'types', description: 'what gcloud compute machine-types list printed' },
    { name: 'prices', description: 'the pages of the SKUs of Compute Engine' },
  ],
  help: [
    'types:   gcloud compute machine-types list --format json',
    'prices:  the SKUs of Compute Engine; docs/catalog.md has the address',
  ],
  read,
};

/** A machine type, as far as it is used here; one entry for each zone that has it. */
const typeSchema = z.object({
  name: z.string(),
  zone: z.string(),
  guestCpus: z.int().min(1),
  memoryMb: z.number().positive(),
  isSharedCpu: z.boolean().default(false),
  architecture: z.string().default('X86_64'),
  accelerators: z.array(z.unknown()).default([]),
  bundledLocalSsds: z.unknown().optional(),
});

type MachineType = z.infer<typeof typeSchema>;

async function read(request: ImportRequest, tally: Tally): Promise<Offers> {
  const rates = await readRates(request.files.prices!, tally);
  const asOf = request.asOf ?? (await dayOf(request.files.prices![0]!));
  const offers = new Map<string, Offer>();
  let types = 0;
  for (const file of request.files.types!) {
    for await (const value of jsonList(file, 'items')) {
      types++;
      const read = typeSchema.safeParse(value);
      if (!read.success)
        tally.leftOut('entries that are not a machine type', String((value as { name?: unknown })?.name));
      else addOffer(offers, read.data, rates, asOf, tally);
    }
  }
  if (types > 0) return { offers: [...offers.values()] };
  throw new UsageError(
    `${request.files.types!.join(', ')}: no machine types; expected what gcloud compute machine-types list --format json prints.`,
  );
}

function addOffer(
  offers: Map<string, Offer>,
  type: MachineType,
  rates: Rates,
  asOf: string,
  tally: Tally,
): void {
  const region = regionOf(type.zone);
  const place = `${type.name} in ${region}`;
  const other = billedOtherwise(type);
  const core = rates.get(rateKey(familyOf('gcp', type.name), region, 'core'));
  const ram = rates.get(rateKey(familyOf('gcp', type.name), region, 'ram'));
  if (other !== undefined) tally.leftOut(`billed by more than cores and memory: ${other}`, place);
  else if (!core || !ram) tally.leftOut('no rates of its family in its region', place);
  else
    addOnce(
      offers,
      { place, instance: instanceOf(type, region, { core, ram, ...spotIn(type, region, rates) }, asOf) },
      type.zone,
      tally,
    );
}

interface TypeRates {
  core: Rate;
  ram: Rate;
  spot?: { core: Rate; ram: Rate };
}

/** Of spot capacity, where both parts have a rate. */
function spotIn({ name }: MachineType, region: string, rates: Rates): Pick<TypeRates, 'spot'> {
  const family = familyOf('gcp', name);
  const [core, ram] = (['spot core', 'spot ram'] as const).map((part) =>
    rates.get(rateKey(family, region, part)),
  );
  return core && ram ? { spot: { core, ram } } : {};
}

/** The zones of a region have the same types; that is no mistake unless they differ. */
function addOnce(offers: Map<string, Offer>, offer: Offer, zone: string, tally: Tally): void {
  const { vcpus, memoryGiB, name } = offer.instance;
  const same = offers.get(offer.place)?.instance;
  if (!same) offers.set(offer.place, offer);
  else if (same.vcpus !== vcpus || same.memoryGiB !== memoryGiB)
    tally.kept('differs between zones; the first one stays', `${name} in ${zone}`);
}

/** Accelerators, bundled disks and shared cores have prices of their own, in other SKUs. */
function billedOtherwise({
  name,
  accelerators,
  bundledLocalSsds,
  isSharedCpu,
}: MachineType): string | undefined {
  if (accelerators.length > 0) return 'accelerators';
  if (bundledLocalSsds !== undefined || /-lssd$/.test(name)) return 'local SSDs';
  return isSharedCpu ? 'a share of a core' : undefined;
}

/** `us-central1-a`, also as the last part of a URL → `us-central1`. */
function regionOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replace(/-[a-z]$/, '');
}

/** Price = vCPUs × core + GiB × ram. */
function instanceOf(
  type: MachineType,
  region: string,
  { core, ram, spot }: TypeRates,
  asOf: string,
): Offer['instance'] {
  const memoryGiB = type.memoryMb / 1024;
  const price = (rates: Pick<TypeRates, 'core' | 'ram'>) =>
    rounded(type.guestCpus * rates.core.perHour + memoryGiB * rates.ram.perHour);
  const isSameCurrency = spot?.core.currency === core.currency && spot.ram.currency === ram.currency;
  return {
    provider: 'gcp',
    region,
    name: type.name,
    vcpus: type.guestCpus,
    physicalCores: null,
    threadsPerCore: null,
    memoryGiB,
    architecture: /arm64/i.test(type.architecture) ? 'arm64' : 'x86_64',
    cpu: null,
    family: familyOf('gcp', type.name),
    burstable: type.isSharedCpu,
    pricePerHour: price({ core, ram }),
    ...(spot && isSameCurrency && { spotPerHour: price(spot) }),
    currency: core.currency === ram.currency ? core.currency : `${core.currency}+${ram.currency}`,
    asOf,
    sources: {
      price: `Cloud Billing catalog, SKUs ${core.skuId} and ${ram.skuId}`,
      spec: 'gcloud compute machine-types list',
    },
  };
}

/** Rates have nine decimals; more would be noise of the sum. */
function rounded(price: number): number {
  return Math.round(price * 1e9) / 1e9;
}
