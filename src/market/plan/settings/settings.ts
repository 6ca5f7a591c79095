import { dividedBy, exactly, type Interval, productOf, scaledBy } from '../../../stats/index.js';
import type { Instance } from '../../catalog/index.js';
import type { Likely } from '../../prior/index.js';
import type { Evidence, MeasuredCurve } from '../evidence/evidence.js';
import type { Server } from '../sizing/sizing.js';
import { type Chances, chancesWithin, timesInterval } from './chances.js';
import { type CoreSpeed, coreSpeed } from './core-speed.js';
import { type CurveOnShapes, curveOnShapes, type Throughput } from './curve-on-shape.js';
import { isMeasured, leastSure, type Provenance } from './provenance.js';
import { shapeOf } from './shape.js';

/** One way to run the work on one instance. */
export interface Setting {
  evidence: Evidence;
  curve: MeasuredCurve;
  workers: number;
  /** Of one instance, tasks a second. */
  perSecond: Interval;
  /** The same, at any certainty. */
  chances: Chances;
  /** By public data of that type, its family or its CPU. */
  isPredicted: boolean;
  coreSpeed: CoreSpeed;
  /** Of the throughput beside that of one core. */
  scaling: Provenance;
  provenance: Provenance;
  law: string | null;
  /** So many workers its memory holds, where these are all of them and the CPUs would have done for more. */
  memoryHolds?: number;
  /** Leaves CPUs idle, so that each task has more of the machine for itself. */
  isSparing: boolean;
}

/** With its expected throughput, or that at an end of the interval. */
export function serverOf({ curve, workers, perSecond }: Setting, value: keyof Interval = 'value'): Server {
  return { ...atOnce(curve, workers), perSecond: perSecond[value] };
}

/** How many tasks run beside each other. A program that has workers of its own takes all of them for each task. */
export function atOnce({ engine, chunksize }: MeasuredCurve, workers: number): Omit<Server, 'perSecond'> {
  return { workers: engine === 'self-parallel' ? 1 : workers, chunksize };
}

/** Carries curves over to shapes, each only once. */
export class Predictions {
  readonly #known = new Map<MeasuredCurve, CurveOnShapes>();

  of(curve: MeasuredCurve): CurveOnShapes {
    const known = this.#known.get(curve) ?? curveOnShapes(curve);
    this.#known.set(curve, known);
    return known;
  }
}

/** What public data say of one type. */
export interface PublicSpeed {
  /** Its place among the machines that are predicted. */
  machine: number;
  /** What of the public types it follows from. */
  likeness: Likely['likeness'];
  /** Tasks a second with a worker on every vCPU, at the curve of each record that is its reference. */
  perSecond: Interval;
  chances: Chances;
}

/** Carried over to the other curves of the record. */
interface TypeSpeed {
  speed: PublicSpeed;
  /** Throughput of a curve ÷ that of the reference. */
  besideReference(curve: MeasuredCurve): number;
}

interface SettingsRequest {
  predictions: Predictions;
  /** What the demand and the thread that feeds them allow. */
  mostWorkers(curve: MeasuredCurve): number;
  /** What the memory holds. */
  heldWorkers(curve: MeasuredCurve): number;
  /** All counts that leave CPUs idle, too: where a single task must be in time. */
  withSparing: boolean;
  /** What public data say of the type; absent where none are known of any. */
  publicSpeed?: TypeSpeed;
}

/**
 * The settings worth a thought: of each measured curve, as many workers as physical cores help, as many as logical
 * CPUs, and on a measured type the counts that were measured.
 */
export function settingsOn(
  instance: Instance,
  evidence: Evidence,
  { predictions, mostWorkers, heldWorkers, withSparing, publicSpeed }: SettingsRequest,
): Setting[] {
  const speed = coreSpeed(instance, evidence.machine);
  const isByPublic = publicSpeed !== undefined && tellsMore(publicSpeed, speed);
  return evidence.curves.flatMap((curve) => {
    const onShapes = predictions.of(curve);
    const wanted = Math.min(instance.vcpus, mostWorkers(curve));
    const held = heldWorkers(curve);
    const most = Math.min(wanted, held);
    const measured = isMeasured(speed.provenance) ? measuredCounts(curve, most) : new Map();
    const counts = workerCounts(instance, onShapes, most);
    const full = isByPublic && most === instance.vcpus ? [counts.full()] : [];
    const usual = new Map([...counts.usual(), ...full, ...measured]);
    const others = withSparing ? counts.all() : new Map();
    const known: Pick<KnownSpeed, 'curve' | 'speed' | 'law'> = { curve, speed, law: onShapes.law };
    return [...new Map([...others, ...usual])].map(([workers, throughput]) => ({
      evidence,
      curve,
      workers,
      ...(isByPublic
        ? fromPublic({ ...known, throughput }, publicSpeed, counts.full()[1])
        : fromCores({ ...known, throughput }, publicSpeed !== undefined)),
      law: onShapes.law,
      ...(held < wanted && workers === held && { memoryHolds: held }),
      isSparing: !usual.has(workers),
    }));
  });
}

interface KnownSpeed {
  curve: MeasuredCurve;
  speed: CoreSpeed;
  law: string | null;
  /** Of the curve, on cores as fast as the measured ones. */
  throughput: Throughput;
}

type SpeedOfSetting = Pick<
  Setting,
  'perSecond' | 'chances' | 'isPredicted' | 'coreSpeed' | 'scaling' | 'provenance'
>;

/** As fast as the measured cores, within a range. */
function fromCores({ curve, speed, law, throughput }: KnownSpeed, hasPublic: boolean): SpeedOfSetting {
  const perSecond = productOf(productOf(throughput.perSecond, curve.drift), speed.ratio);
  return {
    perSecond,
    chances: chancesWithin(perSecond),
    isPredicted: hasPublic && hasKnownCores(speed),
    coreSpeed: speed,
    scaling: throughput.provenance,
    provenance: provenanceOf(speed, throughput, law),
  };
}

/** Another machine with its cores was measured. */
export function hasKnownCores({ provenance }: CoreSpeed): boolean {
  return provenance === 'same CPU family';
}

/** What was measured of this very type, or between two sizes of a family that nobody else measured, is surer. */
function tellsMore({ speed: { likeness } }: TypeSpeed, { provenance }: CoreSpeed): boolean {
  if (isMeasured(provenance)) return false;
  return isClose(likeness) || provenance === 'assumed';
}

/** Its cores are known. */
export function isClose(likeness: PublicSpeed['likeness']): boolean {
  return likeness !== 'any' && likeness !== 'maker';
}

/** Public data are of a worker on every vCPU; with fewer of them the curve says how much less, as surely as it can. */
function fromPublic(
  { curve, throughput }: KnownSpeed,
  { speed, besideReference }: TypeSpeed,
  full: Throughput,
): SpeedOfSetting {
  const share = throughput.perSecond.value / full.perSecond.value;
  const isFull = throughput === full || share === 1;
  const spread = dividedBy(throughput.perSecond, throughput.perSecond.value);
  const factor = scaledBy(isFull ? exactly(1) : spread, share * besideReference(curve));
  const perSecond = productOf(speed.perSecond, factor);
  const scaling = isFull ? 'predicted' : throughput.provenance;
  const isPredicted = isClose(speed.likeness);
  return {
    perSecond,
    chances: timesInterval(speed.chances, factor),
    isPredicted,
    coreSpeed: {
      ratio: dividedBy(perSecond, throughput.perSecond.value * curve.drift.value),
      provenance: isPredicted ? 'predicted' : 'assumed',
      basis: bases[speed.likeness],
    },
    scaling,
    provenance: isPredicted ? leastSure('predicted', scaling) : 'assumed',
  };
}

const bases: Readonly<Record<PublicSpeed['likeness'], string>> = {
  itself: 'public data of that type',
  family: 'public data of its family',
  model: 'public data of types with its CPU',
  maker: 'public data of other types with cores of its maker',
  any: 'public data of other types',
};

function measuredCounts({ points }: MeasuredCurve, most: number): Map<number, Throughput> {
  return new Map(
    points
      .filter(({ workers }) => workers <= most)
      .map(({ workers, throughput, low, high }) => [
        workers,
        { perSecond: { value: throughput, low, high }, provenance: 'measured here' },
      ]),
  );
}

/**
 * Of a type that was never measured the speed of a core is a range from public data; what carries its row is the
 * law, and without one nothing does.
 */
function provenanceOf(speed: CoreSpeed, { provenance }: Throughput, law: string | null): Provenance {
  if (speed.provenance !== 'assumed') return leastSure(speed.provenance, provenance);
  return leastSure(law === null ? 'assumed' : 'extrapolated', provenance);
}

/** Throughput by workers. */
type Counts = Map<number, Throughput>;

/** What a curve says of one instance on which at most `most` workers may run, one per core before two share one. */
function workerCounts(instance: Instance, curve: CurveOnShapes, most: number) {
  const { physicalCores, logicalCores, isGuessed } = shapeOf(instance);
  const threads = Math.max(1, logicalCores / physicalCores);
  const cores = most < 1 ? 0 : curve.bestCount(Math.min(most, physicalCores));
  const together = Math.min(most, Math.floor(cores * threads));
  const at = (workers: number): [number, Throughput] => {
    const found = workers <= cores ? curve.onCores(workers) : curve.onThreads(workers, cores, threads);
    return [workers, isGuessed ? { ...found, provenance: 'assumed' } : found];
  };
  return {
    /** As many as physical cores help, and as many as their threads. */
    usual: (): Counts => new Map(cores === 0 ? [] : [cores, together].map(at)),
    /** A worker on every vCPU. */
    full: (): [number, Throughput] => [
      instance.vcpus,
      logicalCores > physicalCores
        ? curve.onThreads(logicalCores, physicalCores, threads)
        : curve.onCores(logicalCores),
    ],
    all: (): Counts => new Map(Array.from({ length: together }, (_, i) => at(i + 1))),
  };
}
