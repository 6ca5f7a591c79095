import { type Case, isOneRun, isPool } from '../../measure/cases/index.js';
import type { Lane, Observation } from '../../record/index.js';
import {
  dividedBy,
  exactly,
  type Interval,
  largest,
  median,
  medianInterval,
  ratioInterval,
  sum,
} from '../../stats/index.js';
import { granularityBound } from '../scaling/index.js';
import type { CaseResult } from './case-result.js';
import type { Fate } from './fate.js';
import { caseLossOf } from './loss/case-loss.js';
import type { Measurements } from './measurements.js';
import { type Basis, intervalOf, type RoundRatio, ratioOver, restingOn, roundRatios } from './ratios.js';
import { ceilingKey, oneWorkerOf, serialOf } from './references.js';
import type { Samples } from './samples.js';

type Figures = Omit<
  CaseResult,
  'case' | 'status' | 'reason' | 'verified' | 'rounds' | 'disturbedRounds' | 'bound'
>;

const EXACTLY_ONE = exactly(1);

const NO_FIGURES: Figures = {
  basis: 'undisturbed',
  wallMs: null,
  throughput: null,
  speedup: null,
  speedupAllRounds: null,
  scaling: null,
  efficiency: null,
  ceiling: null,
  lossWorkerMs: null,
  lossParts: null,
  placement: null,
  pinned: false,
  peakMemoryMiB: null,
  memoryPerWorkerMiB: null,
  eventLoopDelayMs: null,
};

/** Everything the record says of one case. */
export function resultOf(one: Case, fate: Fate, measurements: Measurements): CaseResult {
  const samples = samplesOf(one, measurements);
  const againstSerial = ratiosTo(serialOf(one, measurements.cases), samples, measurements);
  const disturbed = againstSerial.length > 0 ? againstSerial : [...samples.values()];
  const otherCores = measurements.otherCoresOf(one);
  return {
    case: one,
    ...fate,
    rounds: new Set(measurements.observations.get(one.id)?.map(({ round }) => round)).size,
    disturbedRounds: disturbed.filter((round) => round.disturbed).length,
    bound: boundOf(one, measurements),
    ...(otherCores !== undefined && { otherCores }),
    ...(fate.status === 'failed' || fate.status === 'skipped' || samples.size === 0
      ? NO_FIGURES
      : figuresOf(one, againstSerial, measurements)),
  };
}

function figuresOf(one: Case, againstSerial: readonly RoundRatio[], measurements: Measurements): Figures {
  const samples = samplesOf(one, measurements);
  const speedup = one.engine === 'serial' ? exact() : ratioOver(againstSerial);
  const scaling = isUnscaled(one)
    ? NOT_KNOWN
    : one.workers === 1
      ? exact()
      : ratioOver(ratiosTo(oneWorkerOf(one, measurements.cases), samples, measurements));
  const ceiling = ceilingOf(one, measurements, scaling);
  const loss = caseLossOf(one, measurements);
  const own = restingOn([...samples.values()]);
  const observations = measurements.observations.get(one.id) ?? [];
  const bases: Basis[] = [speedup.basis, scaling.basis, ceiling.basis, own.basis];
  return {
    basis: bases.includes('all') ? 'all' : 'undisturbed',
    wallMs: {
      ...medianInterval(own.used.map(({ wallMs }) => wallMs)),
      samples: own.used.map(({ wallMs }) => wallMs),
      rounds: own.used.map(({ round }) => round),
    },
    throughput: ratioInterval(own.used.map(({ throughput }) => Math.log(throughput))),
    speedup: speedup.interval,
    speedupAllRounds: one.engine === 'serial' ? EXACTLY_ONE : allRounds(one, measurements),
    scaling: scaling.interval,
    efficiency: isUnscaled(one)
      ? null
      : speedup.interval && dividedBy(speedup.interval, Math.min(one.workers, measurements.coresOf(one))),
    ceiling: ceiling.interval,
    lossWorkerMs: loss?.loss ?? null,
    ...(loss?.intervals && { lossIntervals: loss.intervals }),
    lossParts: loss?.parts ?? null,
    ...placementOf(observations),
    peakMemoryMiB: peakMemory(observations),
    memoryPerWorkerMiB: isUnscaled(one) ? null : memoryPerWorker(observations),
    eventLoopDelayMs: eventLoopDelay(own.used.flatMap(({ observation }) => observation ?? [])),
  };
}

/** The first visit of every round: repeats are made for being disturbed, so they would hide what disturbed. */
function allRounds(one: Case, { firstVisits, cases }: Measurements): Interval | null {
  const none: Samples = new Map();
  const serial = serialOf(one, cases);
  return intervalOf(
    roundRatios(firstVisits.get(one.id) ?? none, (serial && firstVisits.get(serial.id)) ?? none),
  );
}

interface RatioFigure {
  interval: Interval | null;
  basis: Basis;
}

const NOT_KNOWN: RatioFigure = { interval: null, basis: 'undisturbed' };

/** What is at once on one thread is not a number of workers: it has neither scaling nor a share of the cores. */
function isUnscaled({ engine }: Case): boolean {
  return engine !== 'serial' && !isPool(engine);
}

function exact(): { interval: Interval; basis: Basis } {
  return { interval: EXACTLY_ONE, basis: 'undisturbed' };
}

function samplesOf(one: Case | undefined, { samples }: Measurements): Samples {
  return (one && samples.get(one.id)) ?? new Map();
}

function ratiosTo(reference: Case | undefined, samples: Samples, measurements: Measurements): RoundRatio[] {
  return roundRatios(samples, samplesOf(reference, measurements));
}

/** What the machine gives to so many isolated workers; it has no meaning where they share cores, or have others. */
function ceilingOf(one: Case, { ceilings, otherCoresOf }: Measurements, scaling: RatioFigure): RatioFigure {
  if (otherCoresOf(one) !== undefined) return NOT_KNOWN;
  if (isUnscaled(one) || one.workers > one.cores || one.cold) return NOT_KNOWN;
  if (one.workers === 1) return exact();
  // So many programs that have nothing to do with each other are what a ceiling is.
  if (one.command === 'copies') return scaling;
  if (one.command === 'self-parallel') return NOT_KNOWN;
  return ratioOver(ceilings.get(ceilingKey(one)) ?? []);
}

function boundOf(one: Case, measurements: Measurements): CaseResult['bound'] {
  const scenario = measurements.scenarioOf(one);
  if (!scenario || scenario.openEnded || !isPool(one.engine)) return null;
  const { taskMs, tasks } = scenario;
  const { workers } = one;
  const cores = measurements.coresOf(one);
  // How a program shares out its work is its own; copies are as many as there are workers.
  if (isOneRun(one)) return { chunks: workers, cores, binds: workers < cores ? 'chunks' : 'cores' };
  return granularityBound({
    taskMs,
    tasks,
    chunksize: one.chunksize,
    workers,
    cores,
  });
}

/** Of all workers together, the highest of the observations; null where any worker's is not known. */
function peakMemory(observations: readonly Observation[]): number | null {
  const totals = observations.flatMap(({ lanes }) => {
    const known = lanes.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
    return known.length > 0 && known.length === lanes.length ? [sum(known)] : [];
  });
  return totals.length > 0 ? largest(totals) : null;
}

function memoryPerWorker(observations: readonly Observation[]): number | null {
  const known = observations.flatMap(({ lanes }) =>
    lanes.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []),
  );
  return known.length > 0 ? largest(known) : null;
}

/** Medians of the observations' p50 and p99, and the longest delay of all. */
function eventLoopDelay(
  observations: readonly Pick<Observation, 'eventLoopDelayMs'>[],
): CaseResult['eventLoopDelayMs'] {
  const delays = observations.flatMap(({ eventLoopDelayMs }) => eventLoopDelayMs ?? []);
  if (delays.length === 0) return null;
  return {
    p50: median(delays.map(({ p50 }) => p50)),
    p99: median(delays.map(({ p99 }) => p99)),
    max: largest(delays.map(({ max }) => max)),
  };
}

/**
 * The CPUs that each worker of a case was seen on, ascending, by worker; null where the system does not tell.
 * `pinned`: every worker was, in every observation.
 */
export function placementOf(observations: readonly Observation[]): {
  placement: number[][] | null;
  pinned: boolean;
} {
  const lanes = observations.flatMap((observation) => observation.lanes);
  const pinned = lanes.length > 0 && lanes.every((lane) => lane.pinned !== undefined);
  const workers = Math.max(0, largest(observations.map((observation) => observation.lanes.length)));
  const placement = Array.from({ length: workers }, (_, worker) =>
    seen(lanes.filter((lane) => lane.worker === worker)),
  );
  const isKnown = placement.some((cpus) => cpus.length > 0);
  return { placement: isKnown ? placement : null, pinned };
}

function seen(lanes: readonly Lane[]): number[] {
  const cpus = lanes.flatMap(({ cpu, cpus: several }) => several ?? cpu ?? []);
  return [...new Set(cpus)].sort((a, b) => a - b);
}
