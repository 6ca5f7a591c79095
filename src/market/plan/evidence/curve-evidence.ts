import { basename } from 'node:path';
import { UsageError } from '../../../errors.js';
import { fitScaling, type ScalingMachine } from '../../../insight/scaling/index.js';
import type { MeasuredCurve as ReadCurve } from '../../../readers/index.js';
import { exactly, listed } from '../../../stats/index.js';
import { type Catalog, type Instance, instancesNamed, unknownTypeText } from '../../catalog/index.js';
import type { Evidence, MeasuredCurve, MeasuredMachine, PlannedWork } from './evidence.js';
import { betweenRuns } from './measured-curves.js';
import { isNarrow, wideText } from './undecided.js';

/** A file of another tool, and what the user says of the machine that it was measured on. */
export interface CurveFile {
  path: string;
  /** Those that were chosen: exactly one can be planned with. */
  curves: readonly ReadCurve[];
  instanceType?: string;
  physicalCores?: number;
  logicalCores?: number;
}

/**
 * What curves of other tools tell: throughput over workers and nothing else, so the work has neither task times nor
 * results, and its workers no memory. @throws UsageError where a file has several curves, where it is not known what
 * machine one was measured on, where files count different things, and where a curve is too unsure to plan with.
 */
export function evidenceFromCurves(
  files: readonly CurveFile[],
  catalog: Catalog,
): { work: PlannedWork; evidences: Evidence[] } {
  const read = files.map((file) => ({ ...file, curve: onlyCurve(file) }));
  const [first] = read;
  const { unit } = first!.curve;
  const other = read.find(({ curve }) => curve.unit !== unit);
  if (other !== undefined)
    throw new UsageError(
      `${other.path} counts ${other.curve.unit} and ${first!.path} ${unit}: they are not of the same work.`,
    );
  const names = [...new Set(read.map(({ curve }) => curve.name))];
  return {
    work: {
      scenario: names.length === 1 && names[0] !== '' ? names[0]! : labelOf(first!.path),
      ...{ params: {}, taskMs: [], isPerTask: false, passTasks: 1, isVerified: false },
      curves: {
        unit,
        basis: first!.curve.basis,
        files: read.map(({ path }) => path),
        doubts: [...new Set(read.flatMap(({ curve }) => curve.doubts))],
      },
    },
    evidences: read.map((file) => evidenceOf(file, catalog)),
  };
}

function labelOf(path: string): string {
  return basename(path).replace(/(\.(csv|tsv|txt|json|gz))+$/i, '') || path;
}

function onlyCurve({ path, curves }: CurveFile): ReadCurve {
  const [curve, ...others] = curves;
  if (curve === undefined) throw new UsageError(`${path} has no curve.`);
  if (others.length === 0) return curve;
  const names = curves.slice(0, 10).map(({ name }) => JSON.stringify(name));
  const more = curves.length > 10 ? [`${curves.length - 10} more`] : [];
  throw new UsageError(
    `${path} has ${curves.length} curves: ${listed([...names, ...more])}. Choose one with --scenario.`,
  );
}

function evidenceOf(file: CurveFile & { curve: ReadCurve }, catalog: Catalog): Evidence {
  const machine = machineOf(file, catalog);
  const curve = measuredCurve(file.curve, machine.cores);
  // The height of any curve may differ in another run: here its shape is asked for.
  const shape = { ...curve, drift: exactly(1) };
  if (!isNarrow(shape))
    throw new UsageError(
      `Buy nothing on this: measure again, with more repetitions. ${file.path} is too unsure: ${wideText([shape])}.`,
    );
  const { doubt, measured } = machine;
  return {
    label: labelOf(file.path),
    machine: measured,
    ...(doubt !== undefined && { typeDoubt: { verdict: 'unknown', message: doubt } }),
    ...{ isVirtual: false, isDisturbed: false },
    ...{ curves: [curve], isolated: [] },
  };
}

interface CurveMachine {
  measured: MeasuredMachine;
  cores: ScalingMachine;
  /** The type is not in the catalog. */
  doubt?: string;
}

function machineOf(file: CurveFile & { curve: ReadCurve }, catalog: Catalog): CurveMachine {
  const { path, curve, instanceType } = file;
  const instance = instanceType === undefined ? undefined : instancesNamed(catalog, instanceType)[0];
  const physicalCores = file.physicalCores ?? instance?.physicalCores ?? curve.machine.physicalCores;
  if (physicalCores === undefined) throw new UsageError(whoseText(file, catalog, instance));
  const told = curve.machine.logicalCores ?? 2 * physicalCores;
  const logicalCores = file.logicalCores ?? instance?.vcpus ?? Math.max(physicalCores, told);
  if (logicalCores < physicalCores)
    throw new UsageError(
      `The machine of ${path} cannot have ${logicalCores} logical CPUs and ${physicalCores} physical cores: --logical-cores counts both threads of a core.`,
    );
  return {
    measured: measuredMachine(instance, instanceType, physicalCores),
    cores: { physicalCores, logicalCores },
    ...(instanceType !== undefined && !instance && { doubt: unknownTypeText(instanceType, catalog) }),
  };
}

/** Without its cores nobody knows where a curve bends. */
function whoseText({ path, instanceType }: CurveFile, catalog: Catalog, instance?: Instance): string {
  if (instance !== undefined)
    return `The catalog does not say how many physical cores ${instance.name} has: give them with --physical-cores.`;
  if (instanceType !== undefined)
    return `${unknownTypeText(instanceType, catalog)} Give the --physical-cores of the machine of ${path}, or a --catalog that has the type.`;
  return `${path} does not say what machine it was measured on: name it, as --instance-type c7i.2xlarge or ${path}=c7i.2xlarge, or give its --physical-cores.`;
}

function measuredMachine(
  instance: Instance | undefined,
  instanceType: string | undefined,
  physicalCores: number,
): MeasuredMachine {
  return {
    cpu: instance?.cpu ?? `unknown CPU with ${physicalCores === 1 ? '1 core' : `${physicalCores} cores`}`,
    architecture: instance?.architecture ?? 'unknown',
    memoryGiB: instance?.memoryGiB ?? Number.POSITIVE_INFINITY,
    ...(instanceType !== undefined && { instanceType }),
    ...(instance && { family: `${instance.provider}/${instance.family}` }),
  };
}

/** A point without an interval of its own is as unsure as the law that goes through all of them. */
function measuredCurve({ points }: ReadCurve, machine: ScalingMachine): MeasuredCurve {
  const fit = fitScaling(points, machine);
  return {
    // A program that has workers of its own: how it feeds them is not known.
    ...{ engine: 'self-parallel', dispatch: 'apply', chunksize: 1, machine },
    points: points.map(({ workers, throughput, low, high }) => {
      if (low !== undefined && high !== undefined) return { workers, throughput, low, high };
      const at = fit.predict(workers);
      const [below, above] = [at.low / at.throughput, at.high / at.throughput];
      return { workers, throughput, low: throughput * below, high: throughput * above };
    }),
    drift: betweenRuns,
    memoryPerWorkerMiB: null,
    mostFed: Number.POSITIVE_INFINITY,
    isRecommended: false,
  };
}
