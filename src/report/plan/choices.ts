import { type Constraints, knownAs, priceOf, type RankedChoice } from '../../market/plan/index.js';
import type { PlanChoice } from './choice-schema.js';
import { nameOf } from './words.js';

/** A choice as the document has it: flat, without what the other choices share. */
export function choiceOf(choice: RankedChoice, constraints: Constraints): PlanChoice {
  const { instance, setting, outranks } = choice;
  const { curve, coreSpeed, scaling, provenance, evidence } = setting;
  const { provider, region, family, cpu, cpus, architecture, vcpus, physicalCores, memoryGiB } = instance;
  const memoryMiB = memoryOf(choice, constraints);
  const cpuQuota = curve.freeQuotas?.get(setting.workers);
  return {
    rank: choice.rank,
    ...{
      provider,
      region,
      instance: instance.name,
      family,
      cpu,
      architecture,
      vcpus,
      physicalCores,
      memoryGiB,
    },
    ...(cpus && { cpus: [...cpus] }),
    pricePerHour: priceOf(instance, constraints),
    priceAsOf: instance.asOf,
    instances: choice.instances,
    instancesRange: choice.instancesRange,
    expected: choice.expected,
    known: knownAs(choice),
    ...{
      engine: curve.engine,
      dispatch: curve.dispatch,
      workers: setting.workers,
      chunksize: choice.chunksize,
    },
    ...(setting.memoryHolds !== undefined && { memoryHolds: setting.memoryHolds }),
    ...(memoryMiB !== undefined && { memoryMiB }),
    ...(cpuQuota !== undefined && { cpuQuota }),
    throughput: setting.perSecond,
    costPerHour: choice.costPerHour,
    costPerMonth: choice.costPerMonth,
    costPerMillionTasks: choice.costPerMillionTasks,
    costOfJob: choice.costOfJob,
    ...otherPrices(choice),
    utilisation: choice.utilisation,
    timeMs: choice.timeMs,
    coreSpeed: coreSpeed.ratio,
    record: evidence.label,
    provenance: {
      row: provenance,
      coreSpeed: coreSpeed.provenance,
      scaling,
      memory: memoryProvenance(choice, constraints),
    },
    outranks: outranks && {
      rank: outranks.rank,
      instance: nameOf({ provider: outranks.instance.provider, instance: outranks.instance.name }),
    },
  };
}

/** What all workers of one instance hold. */
function memoryOf(
  { setting: { curve, workers } }: RankedChoice,
  { memoryPerWorkerMiB = curve.memoryPerWorkerMiB ?? undefined }: Constraints,
): number | undefined {
  return memoryPerWorkerMiB === undefined
    ? undefined
    : (curve.baseMemoryMiB ?? 0) + workers * memoryPerWorkerMiB;
}

/** Where the catalog has them. */
function otherPrices({ instance: { spotPerHour, reservedPerHour, billedBy }, instances }: RankedChoice) {
  return {
    ...(billedBy && { billedBy }),
    ...(spotPerHour !== undefined && { spotCostPerHour: instances * spotPerHour }),
    ...(reservedPerHour !== undefined && { reservedCostPerHour: instances * reservedPerHour }),
  };
}

function memoryProvenance({ setting }: RankedChoice, { memoryPerWorkerMiB }: Constraints) {
  if (memoryPerWorkerMiB !== undefined) return 'given';
  return setting.curve.memoryPerWorkerMiB === null ? 'not known' : 'measured here';
}
