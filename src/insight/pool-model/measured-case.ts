import type { Case } from '../../measure/cases/index.js';
import type { Observation } from '../../record/index.js';
import { evenly, median, sum } from '../../stats/index.js';
import { type Measurements, restingOn, serialOf, type WorkerTime, workerTimeOf } from '../analysis/index.js';
import { areEqual, perTask } from '../scaling/index.js';
import { heldOf } from './costs.js';

/** A case as the costs are taken from it: medians over rounds, ms per pass, summed over the workers. */
export interface MeasuredCase {
  case: Case;
  rounds: number[];
  wallMs: number;
  tasks: number;
  chunks: number;
  /** As many as the engines' rule makes of chunks of this length. */
  messages: number;
  /** Chunks so long that a worker has none in reserve: between two of them it waits for the whole way. */
  isWithoutSpares: boolean;
  /** The workers' time inside chunks ÷ serial's, both without waiting for a CPU: who shares cores waits. */
  inChunks: number;
  serialMs: number;
  gapCpuMs: number;
  /** Between chunks, without waiting for a CPU. */
  gapMs: number;
  /** CPUs' worth of work that others did meanwhile. */
  otherLoad: number;
  /** From the last chunk's end to the pass's end. */
  collectMs: number;
  /** CPU time of the dispatcher; where it is not known, twice the time that sending took. */
  dispatcherMs: number;
  isDispatcherKnown: boolean;
  startupMs: number;
}

/** Undefined where no round has both the case and serial, or no time passed in its tasks. */
export function measuredCase(
  one: Case,
  measurements: Measurements,
  inRound: (round: number) => boolean = () => true,
): MeasuredCase | undefined {
  const { used } = restingOn(roundsBesideSerial(one, measurements).filter(({ round }) => inRound(round)));
  if (used.length === 0) return undefined;
  const middle = (of: (round: RoundBesideSerial) => number) => median(used.map(of));
  const { workers } = one;
  const tasks = measurements.scenarioOf(one)?.tasks ?? 0;
  const chunks = Math.ceil(tasks / one.chunksize);
  const held = heldOf(middle(({ own }) => own.chunk) / chunks);
  const isDispatcherKnown = used.every(({ observation }) => observation.mainCpuMs !== undefined);
  return {
    case: one,
    rounds: used.map(({ round }) => round),
    wallMs: middle(({ wallMs }) => wallMs),
    tasks,
    chunks,
    messages: messagesOf(chunks, workers, held),
    isWithoutSpares: held === 1,
    inChunks: middle(({ own, serial }) => inChunksMs(own, one) / inChunksMs(serial)),
    serialMs: middle(({ serial }) => inChunksMs(serial)),
    gapCpuMs: middle(({ own }) => own.gapCpu),
    gapMs: middle(({ own }) => own.idle - own.gapWait),
    otherLoad: middle(({ observation }) => Math.max(0, observation.disturbance.foreignCpu ?? 0)),
    collectMs: middle(({ own }) => own.collect / workers),
    dispatcherMs: middle(({ own }) => (isDispatcherKnown ? own.mainCpu : 2 * own.send)),
    isDispatcherKnown,
    startupMs: middle(({ observation }) => slowestStart(observation)),
  };
}

/** Of more rounds than this, medians are taken over as many that are spread evenly: they would hardly differ. */
const MOST_ROUNDS = 1_000;

interface RoundBesideSerial {
  round: number;
  disturbed: boolean;
  wallMs: number;
  observation: Observation;
  own: WorkerTime;
  serial: WorkerTime;
}

function roundsBesideSerial(one: Case, { cases, samples }: Measurements): RoundBesideSerial[] {
  const serials = samples.get(serialOf(one, cases)?.id ?? '');
  return evenly([...(samples.get(one.id)?.values() ?? [])], MOST_ROUNDS).flatMap((sample) => {
    const beside = serials?.get(sample.round);
    const { round, wallMs, observation } = sample;
    if (observation?.kind !== 'observation' || !beside?.observation) return [];
    const own = workerTimeOf(observation, false);
    const serial = workerTimeOf(beside.observation, false);
    if (!(inChunksMs(serial) > 0)) return [];
    return [{ round, wallMs, observation, own, serial, disturbed: sample.disturbed || beside.disturbed }];
  });
}

/**
 * Inside chunks, without waiting for a CPU. Where the system does not tell, workers that share cores are taken to
 * have waited for one another.
 */
function inChunksMs(
  { chunk, chunkWait, isCounted }: WorkerTime,
  { workers, cores }: Pick<Case, 'workers' | 'cores'> = { workers: 1, cores: 1 },
): number {
  return isCounted ? chunk - chunkWait : chunk * Math.min(1, cores / workers);
}

function messagesOf(chunks: number, workers: number, held: number): number {
  const together = held <= 2 ? 1 : Math.ceil(held / 2);
  return Math.max(Math.ceil(chunks / together), Math.min(chunks, workers));
}

function slowestStart({ lanes }: Pick<Observation, 'lanes'>): number {
  return Math.max(0, ...lanes.map(({ startupMs }) => startupMs));
}

export function roundsOf(cases: readonly MeasuredCase[]): number {
  return new Set(cases.flatMap(({ rounds }) => rounds)).size;
}

export function chunksizesOf(cases: readonly MeasuredCase[]): number {
  return new Set(cases.map(({ tasks, chunks }) => Math.ceil(tasks / chunks))).size;
}

/**
 * Serial time of each task, ms: in the proportions of the one pass in which tasks were timed, but with the sum that
 * serial took beside the cases, without waiting for a CPU, in the rounds that count. Equal tasks are exactly equal. Undefined where serial was
 * not measured, and for open-ended work.
 */
export function taskTimes(
  one: Case,
  { cases, samples, scenarioOf }: Measurements,
  inRound: (round: number) => boolean = () => true,
): readonly number[] | undefined {
  const scenario = scenarioOf(one);
  const serials = evenly([...(samples.get(serialOf(one, cases)?.id ?? '')?.values() ?? [])], MOST_ROUNDS);
  const totals = serials.flatMap(({ round, observation }) =>
    inRound(round) && observation ? [inChunksMs(workerTimeOf(observation, false))] : [],
  );
  if (!scenario || scenario.openEnded || scenario.taskMs.length === 0 || totals.length === 0)
    return undefined;
  const { taskMs, tasks } = scenario;
  const times = areEqual(taskMs) ? new Array<number>(tasks).fill(1) : perTask(taskMs, tasks);
  const factor = median(totals) / sum(times);
  return times.map((ms) => ms * factor);
}
